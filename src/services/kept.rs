//! What was read or made from a state of affairs, and holds until the next.

use std::{
    future::Future,
    sync::{Arc, PoisonError, RwLock},
};

/// A value that is swapped whole, with the state of affairs it is of.
#[derive(Debug)]
pub(super) struct Kept<T>(RwLock<Option<(u64, Arc<T>)>>);

impl<T> Default for Kept<T> {
    fn default() -> Self {
        Self(RwLock::new(None))
    }
}

impl<T> Kept<T> {
    /// What is kept, if it is of this state of affairs.
    pub fn get(&self, affairs: u64) -> Option<Arc<T>> {
        // Only ever swapped whole: a panic elsewhere cannot have left it torn.
        let kept = self.0.read().unwrap_or_else(PoisonError::into_inner);
        kept.as_ref().filter(|(of, _)| *of == affairs).map(|(_, value)| Arc::clone(value))
    }

    /// Keeps what was made from a state of affairs that was noted before anything was read, so that what
    /// misses a change is known to be old.
    pub fn keep(&self, affairs: u64, value: Arc<T>) {
        *self.0.write().unwrap_or_else(PoisonError::into_inner) = Some((affairs, value));
    }

    /// What is kept of this state of affairs, or is read now.
    pub async fn or_read<E>(
        &self,
        affairs: u64,
        read: impl Future<Output = Result<T, E>>,
    ) -> Result<Arc<T>, E> {
        if let Some(kept) = self.get(affairs) {
            return Ok(kept);
        }
        let value = Arc::new(read.await?);
        self.keep(affairs, Arc::clone(&value));
        Ok(value)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn is_read_once_for_each_state_of_affairs() {
        let kept = Kept::default();
        let read = async |value: u32| Ok::<_, ()>(value);
        assert_eq!(*kept.or_read(1, read(7)).await.unwrap(), 7);
        assert_eq!(*kept.or_read(1, read(8)).await.unwrap(), 7, "nothing has changed");
        assert_eq!(*kept.or_read(2, read(9)).await.unwrap(), 9);
        assert_eq!(kept.get(1), None, "never what is of another state");
        let failed = kept.or_read(3, async { Err("no answer") }).await;
        assert_eq!(failed, Err("no answer"));
        assert_eq!(kept.get(2).as_deref(), Some(&9), "a failure keeps nothing");
    }
}
