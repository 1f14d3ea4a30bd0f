//! What all tables share: which column is which field, and what becomes of a row.

use super::columns::Field;
use super::{Chunk, Fields, Record, Settings, bigkinds};

/// The columns of one table, as its header row names them.
#[derive(Clone, Debug)]
pub(super) struct Layout {
    /// By position; `None` is a column of something else.
    pub columns: Vec<Option<Field>>,
    bigkinds: bool,
}

impl Layout {
    pub fn new(names: &[String], settings: &Settings) -> Self {
        Self {
            columns: names.iter().map(|name| settings.columns.field(name)).collect(),
            bigkinds: bigkinds::is_export(names, &settings.columns),
        }
    }

    /// Whether there is something to count in it.
    pub fn is_usable(&self) -> bool {
        let counted = |field: &Option<Field>| {
            matches!(field, Some(Field::Text | Field::Title | Field::Summary))
        };
        self.columns.iter().any(counted)
    }

    /// How many different fields it names: of several rows that might be the header, the one with most is.
    #[cfg(feature = "xlsx")]
    pub fn fields(&self) -> usize {
        let mut fields: Vec<Field> = self.columns.iter().flatten().copied().collect();
        fields.sort_unstable();
        fields.dedup();
        fields.len()
    }

    pub fn record<'a>(
        &self,
        fields: Fields<'a>,
        chunk: &Chunk,
        settings: &Settings,
        line: u64,
    ) -> Record<'a> {
        match self.bigkinds {
            true => bigkinds::record(fields, chunk, settings, line),
            false => fields.document(chunk, settings, line, line),
        }
    }
}

/// The first columns' names, for messages: a row of data mistaken for a header may be long.
pub(super) fn shown(names: &[String]) -> String {
    let mut shown: Vec<String> =
        names.iter().take(20).map(|name| name.chars().take(40).collect()).collect();
    if names.len() > shown.len() {
        shown.push("…".to_owned());
    }
    shown.join(", ")
}
