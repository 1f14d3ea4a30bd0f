//! The columns of the series that are compared.

use super::fields::{self, Field, fields, high, label, low, value};
use super::{Column, Value};
use crate::lexicon::Stance;
use crate::trend::Findings;
use crate::trend::chosen::{Chosen, ChosenRow};

type SeriesField = Field<fn(&Chosen, &ChosenRow) -> Value>;

static SERIES: &[SeriesField] = fields! {
    "series", "", "as it was asked for" => |chosen, _| Value::Text(chosen.name.to_string());
    "group", "", "what it is one of: all, theme, sector, keyword, language, kind, source"
        => |chosen, _| chosen.group.code().into();
    "value", "", "its id, as in the table of the group; empty for all" => |chosen, _| Value::from(&*chosen.value);
    "label_en", "", "its name in English; empty where it has none" => |chosen, _| label(&chosen.labels, 0);
    "label_ko", "", "its name in Korean" => |chosen, _| label(&chosen.labels, 1);
    "label_vi", "", "its name in Vietnamese" => |chosen, _| label(&chosen.labels, 2);
    "stance", "", "whose keywords count: cooperation or conflict; empty for either"
        => |chosen, _| chosen.stance.map_or(Value::Empty, |stance: Stance| stance.code().into());
    "period", "", "year, or year and month: `1992`, `1992-12`" => |_, row| Value::Text(row.period.to_string());
    "documents", "documents", "documents in scope with at least one hit of the series" => |_, row| row.documents.into();
    "documents_in_scope", "documents", "documents in scope: of the language, source or kind, else all"
        => |_, row| row.documents_in_scope.into();
    "share", "0 to 1", "documents ÷ documents_in_scope" => |_, row| value(row.share);
    "share_low", "0 to 1", "lower end of the 95 % Wilson interval" => |_, row| low(row.share);
    "share_high", "0 to 1", "upper end of the 95 % Wilson interval" => |_, row| high(row.share);
};

pub(super) fn columns() -> Vec<Column> {
    fields::columns(SERIES).collect()
}

pub(super) fn rows(findings: &Findings) -> Vec<Vec<Value>> {
    let of = |chosen: &Chosen| -> Vec<Vec<Value>> {
        let row = |row| SERIES.iter().map(|field| (field.of)(chosen, row)).collect();
        chosen.rows.iter().map(row).collect()
    };
    findings.chosen.iter().flat_map(of).collect()
}
