//! What the fields of a column are, which its unit says: one list for workbooks, Parquet and the data package.

use super::Column;

/// The type of the fields of a column.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    Text,
    /// A whole number, 0 or more.
    Integer,
    /// A number with decimals.
    Decimal,
    /// 0 to 1; workbooks show it as per cent.
    Share,
}

/// Every unit, and the kind of its columns.
const UNITS: &[(&str, Kind)] = &[
    ("", Kind::Text),
    ("yes or no", Kind::Text),
    ("documents", Kind::Integer),
    ("sentences", Kind::Integer),
    ("words", Kind::Integer),
    ("hits", Kind::Integer),
    ("periods", Kind::Integer),
    ("sources", Kind::Integer),
    ("rank", Kind::Integer),
    ("number", Kind::Integer),
    ("year", Kind::Text),
    ("sum", Kind::Decimal),
    ("0 to 1", Kind::Share),
    ("-1 to 1", Kind::Decimal),
    ("per 1,000 documents", Kind::Decimal),
    ("per 1,000,000 words", Kind::Decimal),
    ("pairs", Kind::Decimal),
    ("pairs²", Kind::Decimal),
    ("deviations", Kind::Decimal),
    ("measure", Kind::Decimal),
    ("measure per period", Kind::Decimal),
];

impl Column {
    /// Text for a unit that nobody knows, which a test would find.
    pub fn kind(&self) -> Kind {
        let known = UNITS.iter().find(|(unit, _)| *unit == self.unit);
        known.map_or(Kind::Text, |(_, kind)| *kind)
    }
}

#[cfg(test)]
mod tests {
    use super::super::{TABLES, Value};
    use super::*;

    #[test]
    fn every_field_is_of_the_kind_of_its_unit() {
        let findings = super::super::tests::small();
        for table in TABLES {
            let columns = (table.columns)();
            for column in &columns {
                let known = UNITS.iter().any(|(unit, _)| *unit == column.unit);
                assert!(known, "no kind for the unit `{}` in {}", column.unit, table.name);
            }
            for row in (table.rows)(&findings) {
                for (column, value) in columns.iter().zip(row) {
                    let fits = match value {
                        Value::Empty => true,
                        Value::Text(_) => column.kind() == Kind::Text,
                        Value::Integer(_) => column.kind() == Kind::Integer,
                        Value::Decimal(_) | Value::Precise(_) => {
                            matches!(column.kind(), Kind::Decimal | Kind::Share)
                        }
                    };
                    assert!(fits, "{}.{} holds {value:?}", table.name, column.name);
                }
            }
        }
    }
}
