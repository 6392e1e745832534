//! The `[backup]` and `[housekeeping]` of the file: what the worker does once a day.

use std::path::Path;

use jiff::SignedDuration;

use super::{
    file::{BackupTable, HousekeepingTable},
    values::Checker,
};
use crate::services::{BackupSettings, UpkeepSettings};

const HOUR: SignedDuration = SignedDuration::from_hours(1);
const DAY: SignedDuration = SignedDuration::from_hours(24);
const TEN_YEARS: SignedDuration = SignedDuration::from_hours(3660 * 24);

impl Checker<'_> {
    pub(super) fn upkeep(
        &mut self,
        backup: &BackupTable,
        housekeeping: &HousekeepingTable,
        database: &Path,
    ) -> UpkeepSettings {
        let default = UpkeepSettings::default();
        let autosaves =
            self.duration(housekeeping.autosaves.as_ref(), default.autosaves, DAY..=TEN_YEARS);
        let every = self.duration(backup.every.as_ref(), DAY, HOUR..=TEN_YEARS);
        let keep = self.count(backup.keep.as_ref(), 14, 1..=10_000);
        let folder = backup.folder.as_ref().map(|folder| {
            let written = self.text(folder);
            self.resolve(&written)
        });
        let backup = folder.map(|folder| BackupSettings {
            database: database.to_owned(),
            folder,
            every,
            keep: usize::try_from(keep).unwrap_or(usize::MAX),
        });
        UpkeepSettings { autosaves, backup }
    }
}
