# More in a minute than is taken, or a server that cannot write at the moment

problem-too-many-requests-title = One moment, please
problem-too-many-requests-what = There were too many requests in a short time, so this one was not carried out. What was saved before is safe.
problem-too-many-requests-next = { $seconds ->
    [one] Try again in a second.
   *[other] Try again in { $seconds } seconds.
}

problem-disk-full-title = The server’s disk is full
problem-disk-full-what = This was not saved. What was saved before is safe and sound.
problem-disk-full-next = Copy what you wrote and keep it, and tell a maintainer: once there is room again, do the same once more; no restart is needed.

problem-read-only-title = The server cannot write
problem-read-only-what = The database can only be read, so this was not saved. What was saved before is safe.
problem-read-only-next = Keep your text, and tell a maintainer to look at the permissions of the data folder.

problem-locked-title = The database is busy
problem-locked-what = Another program holds the database, so this was not saved. What was saved before is safe.
problem-locked-next = Try again in a few seconds; if it stays like this, tell a maintainer.
