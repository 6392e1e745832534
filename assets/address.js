// Where the site begins: scripts lie in its /assets/, wherever that is on its host.

const BASE = new URL("..", import.meta.url).pathname.slice(0, -1);

/** An address of the site, as it is written inside (`/api/…`), as this page must ask for it. */
export const outside = (path) => BASE + path;

/** A path of this page's host, as it is written inside. */
export const inside = (path) => path.slice(BASE.length);
