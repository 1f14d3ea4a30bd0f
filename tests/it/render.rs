//! `keytrend render`: charts from tables, as they were or as the tables were changed.

use std::collections::BTreeMap;
use std::fs;

use crate::determinism::contents;
use crate::env::Project;

/// The sample, counted and drawn into `name`.
fn run<const N: usize>(project: &Project, name: &str, more: [&str; N]) {
    let words = ["run", "-q", "--format", "svg", "--tables", "csv", "-o", name];
    more.iter().fold(project.keytrend(words), |call, word| call.arg(*word)).run().code(0);
}

fn charts(project: &Project, folder: &str) -> BTreeMap<String, Vec<u8>> {
    contents(&project.path(folder))
}

#[track_caller]
fn same(one: &BTreeMap<String, Vec<u8>>, other: &BTreeMap<String, Vec<u8>>) {
    assert_eq!(one.keys().collect::<Vec<_>>(), other.keys().collect::<Vec<_>>());
    let differ: Vec<&String> = one.keys().filter(|name| one[*name] != other[*name]).collect();
    assert!(differ.is_empty(), "{differ:?} differ");
    assert!(one.len() > 4, "{:?}", one.keys());
}

#[test]
fn an_untouched_folder_is_drawn_the_same_again() {
    let project = Project::new();
    let series = "health,education:conflict,cooperation,report,source:Sample Times";
    run(&project, "out", ["--lang", "vi", "--theme", "both", "--series", series]);
    let render = ["render", "out", "--format", "svg", "--theme", "both", "-o", "again"];
    project.keytrend(render).run().code(0).stdout_has("again");
    same(&charts(&project, "out/charts"), &charts(&project, "again"));
    let before = contents(&project.path("out"));
    project.keytrend(["render", "out", "--format", "svg"]).run().code(0);
    // In its own place too, and nothing else is touched.
    same(&before, &contents(&project.path("out")));
}

#[test]
fn months_are_drawn_the_same_again() {
    let project = Project::new();
    run(&project, "out", ["--by", "month", "--years", "2015-2021"]);
    project.keytrend(["render", "out", "--format", "svg", "-o", "again"]).run().code(0);
    same(&charts(&project, "out/charts"), &charts(&project, "again"));
}

#[test]
fn fewer_years_are_drawn_as_a_run_over_them_would() {
    let project = Project::new();
    run(&project, "all", []);
    run(&project, "some", ["--years", "2001-2012"]);
    let render = ["render", "all", "--years", "2001-2012", "--format", "svg", "-o", "again"];
    project.keytrend(render).run().code(0);
    let mut drawn = charts(&project, "some/charts");
    // Its tables have no years.
    assert!(drawn.remove("network.svg").is_some());
    same(&drawn, &charts(&project, "again"));
}

#[test]
fn a_changed_number_changes_its_chart() {
    let project = Project::new();
    run(&project, "out", []);
    let before = charts(&project, "out/charts");
    let text = project.read("out/tables/trend.csv");
    let line = text.lines().find(|line| line.starts_with("2010,")).expect("a row of 2010");
    let mut fields: Vec<String> = line.split(',').map(str::to_owned).collect();
    // In scope, with more documents than before.
    fields[2] = "90".to_owned();
    project.write("out/tables/trend.csv", text.replace(line, &fields.join(",")));
    project.keytrend(["render", "out", "--format", "svg"]).run().code(0);
    let after = charts(&project, "out/charts");
    assert_ne!(before["trend.svg"], after["trend.svg"]);
    assert!(String::from_utf8_lossy(&after["trend.svg"]).contains("90"));
}

#[test]
fn sizes_themes_languages_and_formats() {
    let project = Project::new();
    run(&project, "out", []);
    let render =
        ["render", "out", "--size", "narrow", "--theme", "dark", "--lang", "ko", "-o", "p"];
    project.keytrend(render).arg("--json").run().code(0).stdout_has("trend-narrow-dark.svg");
    let files = charts(&project, "p");
    assert!(files["trend-narrow-dark.png"].starts_with(b"\x89PNG"));
    let svg = String::from_utf8_lossy(&files["trend-narrow-dark.svg"]).into_owned();
    assert!(svg.contains("width=\"390\"") && svg.contains("협력"), "{svg}");
    assert!(files.keys().all(|name| name.contains("-narrow-dark.")), "{:?}", files.keys());
    // What was there stays.
    assert!(project.path("out/charts/trend.svg").exists());
}

#[test]
fn what_is_wrong_is_told() {
    let project = Project::new();
    run(&project, "out", []);
    project
        .keytrend(["render", "out", "--years", "1980-1990"])
        .run()
        .code(2)
        .stderr_has("cannot draw 1980–1990: the tables have 1992–2021")
        .stderr_has("--years");
    project.keytrend(["render", "nowhere"]).run().code(2).stderr_has("nowhere");
    let text = project.read("out/tables/themes.csv");
    project.write("out/tables/themes.csv", text.replacen("conflict_hits,", "hits_of_conflict,", 1));
    project
        .keytrend(["render", "out"])
        .run()
        .code(2)
        .stderr_has("cannot use out/tables/themes.csv")
        .stderr_has("there is no column `conflict_hits`")
        .stderr_has("tip:");
    fs::remove_file(project.path("out/tables/themes.csv")).expect("a file removed");
    project
        .keytrend(["render", "out"])
        .run()
        .code(2)
        .stderr_has("cannot read out/tables/themes.csv");
    fs::remove_file(project.path("out/datapackage.json")).expect("a file removed");
    project
        .keytrend(["render", "out"])
        .run()
        .code(2)
        .stderr_has("cannot read out/datapackage.json");
    project
        .write("file", "")
        .keytrend(["render", "out", "-o", "file"])
        .run()
        .code(2)
        .stderr_has("it is a file");
}

#[test]
fn letters_may_be_paths() {
    let project = Project::new();
    run(&project, "out", []);
    let words = ["render", "out", "--format", "svg", "--outline-text", "-o", "again"];
    project.keytrend(words).run().code(0);
    for (name, svg) in charts(&project, "again") {
        let svg = String::from_utf8(svg).expect("text");
        assert!(!svg.contains("<text") && svg.contains("<path"), "{name}");
    }
    project.write("no.ttf", "no font");
    let words = ["render", "out", "--font", "no.ttf", "-o", "never"];
    project.keytrend(words).run().code(2).stderr_has("cannot use no.ttf as a font");
}

#[test]
fn series_are_compared_with_their_numbers_beside() {
    let project = Project::new();
    run(&project, "out", []);
    assert!(!project.path("out/tables/series.csv").exists(), "nobody asked for series");
    let render = |series| ["render", "out", "--format", "svg", "-o", "drawn", "--series", series];
    project.keytrend(render("health,ko,source:Sample Times")).run().code(0);
    let drawn = charts(&project, "drawn");
    let picture = String::from_utf8(drawn["series.svg"].clone()).unwrap();
    for name in ["Health", "Korean", "Sample Times"] {
        assert!(picture.contains(&format!(">{name} ")), "{name}");
    }
    let numbers = String::from_utf8(drawn["series.csv"].clone()).unwrap();
    assert_eq!(numbers.lines().count(), 1 + 3 * 30);
    // As the run itself writes them.
    run(&project, "other", ["--series", "health,ko,source:Sample Times"]);
    assert_eq!(fs::read(project.path("other/tables/series.csv")).unwrap(), drawn["series.csv"]);
    for (series, told) in [
        ("helth", "did you mean `health`?"),
        ("health,health", "stands twice"),
        ("a,b,c,d,e,f,g,h,i", "at most 8"),
        ("source:Nobody", "there is no series `source:Nobody`"),
        ("all:health", "`all` stands alone"),
    ] {
        project.keytrend(render(series)).run().code(2).stderr_has(told);
    }
    let unknown = ["run", "--series", "helth", "-o", "none"];
    project.keytrend(unknown).run().code(2).stderr_has("did you mean `health`?");
    let nobody = ["run", "--series", "health,source:Nobody", "-o", "some", "--format", "svg"];
    project.keytrend(nobody).run().code(0).stderr_has("without `source:Nobody`");
}
