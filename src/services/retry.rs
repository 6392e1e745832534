//! Which failures are worth another try, and when.

use std::time::Duration;

use super::ServiceError;
use crate::{repository::RepositoryError, store::StoreError};

impl ServiceError {
    /// When another try is worth while by itself: after this long, or never until a person has done
    /// something.
    pub(super) fn retry_after(&self) -> Option<Duration> {
        match self {
            Self::Github(error) => error.retry_after(),
            Self::Repository(
                RepositoryError::Unreachable { .. }
                | RepositoryError::MissingBlob { .. }
                | RepositoryError::Io(_),
            )
            | Self::Store(StoreError::Database(_) | StoreError::Contended { .. }) => {
                Some(Duration::ZERO)
            }
            _ => None,
        }
    }
}
