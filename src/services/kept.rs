//! What was read or made from a state of affairs, and holds until the next.

use std::sync::{Arc, PoisonError, RwLock};

use tokio::sync::Mutex;

/// A value that is swapped whole, with the state of affairs it is of.
#[derive(Debug)]
pub(super) struct Kept<T> {
    value: RwLock<Option<(u64, Arc<T>)>>,
    /// Held while it is read or made, so that of a hundred who ask one does.
    making: Mutex<()>,
}

impl<T> Default for Kept<T> {
    fn default() -> Self {
        Self { value: RwLock::new(None), making: Mutex::default() }
    }
}

impl<T> Kept<T> {
    /// What is kept, if it is of this state of affairs.
    pub fn get(&self, affairs: u64) -> Option<Arc<T>> {
        // Only ever swapped whole: a panic elsewhere cannot have left it torn.
        let kept = self.value.read().unwrap_or_else(PoisonError::into_inner);
        kept.as_ref().filter(|(of, _)| *of == affairs).map(|(_, value)| Arc::clone(value))
    }

    /// What is kept of the present state of affairs, or is made now. The state is noted before anything is
    /// read, so that what misses a change is known to be old.
    pub async fn or_make<E>(
        &self,
        affairs: impl Fn() -> u64,
        make: impl AsyncFnOnce(u64) -> Result<T, E>,
    ) -> Result<Arc<T>, E> {
        if let Some(kept) = self.get(affairs()) {
            return Ok(kept);
        }
        let _making = self.making.lock().await;
        let affairs = affairs();
        if let Some(kept) = self.get(affairs) {
            return Ok(kept);
        }
        let value = Arc::new(make(affairs).await?);
        let kept = Some((affairs, Arc::clone(&value)));
        *self.value.write().unwrap_or_else(PoisonError::into_inner) = kept;
        Ok(value)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn is_made_once_for_each_state_of_affairs() {
        let kept = Kept::default();
        let made =
            async |of: u64, value: u32| kept.or_make(|| of, async |_| Ok::<_, ()>(value)).await;
        assert_eq!(*made(1, 7).await.unwrap(), 7);
        assert_eq!(*made(1, 8).await.unwrap(), 7, "nothing has changed");
        assert_eq!(*made(2, 9).await.unwrap(), 9);
        assert_eq!(kept.get(1), None, "never what is of another state");
        let failed = kept.or_make(|| 3, async |_| Err("no answer")).await;
        assert_eq!(failed, Err("no answer"));
        assert_eq!(kept.get(2).as_deref(), Some(&9), "a failure keeps nothing");
    }

    #[tokio::test]
    async fn of_many_who_ask_at_once_one_makes_it() {
        let (kept, made) = (Kept::default(), std::sync::atomic::AtomicU32::new(0));
        let ask = async || {
            let make = async |_| {
                tokio::task::yield_now().await;
                Ok::<_, ()>(made.fetch_add(1, std::sync::atomic::Ordering::Relaxed))
            };
            *kept.or_make(|| 1, make).await.unwrap()
        };
        assert_eq!(tokio::join!(ask(), ask(), ask()), (0, 0, 0));
    }
}
