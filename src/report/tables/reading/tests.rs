#![allow(clippy::disallowed_methods, reason = "tests write their own files")]

use std::path::PathBuf;

use super::*;
use crate::report::about::About;
use crate::report::tables::{TABLES, table, tests::small};

/// A folder with the tables of `small()`.
fn folder() -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    std::fs::create_dir(folder.path().join("tables")).unwrap();
    let findings = small();
    for table in TABLES {
        let path = folder.path().join(format!("tables/{}.csv", table.name));
        std::fs::write(path, table.csv(&findings).unwrap()).unwrap();
    }
    let about = About {
        findings: &findings,
        study_id: "small",
        lexicon_hash: "",
        options_hash: "",
        scope_note: "",
    };
    let package = datapackage::render(&about, &[]);
    std::fs::write(folder.path().join(datapackage::NAME), package).unwrap();
    folder
}

/// What is told after `change` was made to the file `name`.
fn told(name: &str, change: impl Fn(String) -> String) -> String {
    let folder = folder();
    let path: PathBuf = folder.path().join(name);
    let text = std::fs::read_to_string(&path).unwrap();
    let changed = change(text.clone());
    assert_ne!(text, changed, "nothing was changed");
    std::fs::write(&path, changed).unwrap();
    let error = findings(folder.path()).expect_err(name);
    assert!(error.tip.is_some(), "{error}");
    let message = format!("{}: {}", error.message, error.causes.join(" / "));
    message.replace(&format!("{}/", folder.path().display()), "")
}

#[test]
fn tables_that_are_read_are_written_the_same_again() {
    let folder = folder();
    let read = findings(folder.path()).unwrap();
    // What the page filters by is in no chart, and not read.
    for table in TABLES.iter().filter(|table| !table.name.starts_with("filters")) {
        let name = folder.path().join(format!("tables/{}.csv", table.name));
        let again = table.csv(&read).unwrap();
        assert!(again == std::fs::read(name).unwrap(), "{}", table.name);
    }
    assert_eq!(Frame::of(&read), Frame::of(&small()));
    assert!(READ.iter().all(|name| table(name).is_some()));
}

#[test]
fn what_is_wrong_is_told_with_its_place() {
    let swap =
        |from: &'static str, to: &'static str| move |text: String| text.replacen(from, to, 1);
    assert_eq!(
        told("tables/trend.csv", swap("2001,3,", "2001,three,")),
        "cannot use tables/trend.csv:3: `three` in the column documents is not a whole number"
    );
    assert_eq!(
        told("tables/trend.csv", swap("documents_in_scope,", "in_scope,")),
        "cannot use tables/trend.csv: there is no column `documents_in_scope`"
    );
    assert_eq!(
        told("tables/trend.csv", |text| text.lines().take(2).collect::<Vec<_>>().join("\n")),
        "cannot use tables/trend.csv: the row 2001 is missing"
    );
    assert_eq!(
        told(
            "tables/keyword-year.csv",
            swap("cooperation,2001,2,2,1,3,", "cooperation,2001,2,2,4,3,")
        ),
        "cannot use tables/keyword-year.csv:3: documents is 4, more than documents_in_scope, which is 3"
    );
    assert_eq!(
        told("tables/keyword-year.csv", |text| text.replace("aid,aid", "help,aid")),
        "cannot use tables/keyword-year.csv: the row 2000 of `aid` is missing"
    );
    assert_eq!(
        told("tables/keywords.csv", swap("cooperation", "co-operation")),
        "cannot use tables/keywords.csv:2: `co-operation` in the column stance is none of cooperation, conflict"
    );
    assert_eq!(
        told("tables/sources.csv", |text| text.replace(",2000,", ",2000x,")),
        "cannot use tables/sources.csv:2: `2000x` is no period; write 1992 or 1992-12"
    );
    let cut = told("tables/trend.csv", |text| text.replace("2001,3,3", "2001,3"));
    assert!(cut.starts_with("cannot read tables/trend.csv: CSV error"), "{cut}");
    assert!(told("datapackage.json", |_| "{}".to_owned()).contains("no key `keytrend`"));
    let folder = folder();
    std::fs::remove_file(folder.path().join("tables/themes.csv")).unwrap();
    assert!(findings(folder.path()).unwrap_err().message.ends_with("tables/themes.csv"));
}

#[test]
fn fewer_years() {
    let folder = folder();
    let read = || findings(folder.path()).unwrap();
    let one = within(read(), &(2000..=2000)).unwrap();
    assert_eq!((one.overall.rows.len(), one.keywords[0].periods.len()), (1, 1));
    assert_eq!((one.keywords[0].hits, one.documents_in_scope()), (0, 0));
    assert_eq!(within(read(), &(2001..=2001)).unwrap().keywords[0].hits, 2);
    let error = within(read(), &(1999..=2001)).unwrap_err();
    assert_eq!(error.message, "cannot draw 1999–2001: the tables have 2000–2001");
}
