//! What keytrend is built from: every direct dependency has its reason, every licence is on the list.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::process::Command;

use serde_json::Value;

fn file(name: &str) -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(name);
    std::fs::read_to_string(&path).unwrap_or_else(|error| panic!("{name}: {error}"))
}

/// `cargo metadata` of the locked graph, which asks no network: of all platforms where their packages are at hand, else
/// of the platform that the tests run on.
fn metadata() -> Value {
    match cargo_metadata(&[]) {
        Ok(metadata) => metadata,
        Err(_) => {
            cargo_metadata(&["--filter-platform", &host()]).unwrap_or_else(|told| panic!("{told}"))
        }
    }
}

fn cargo_metadata(words: &[&str]) -> Result<Value, String> {
    let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let output = Command::new(cargo)
        .args(["metadata", "--format-version", "1", "--locked", "--offline"])
        .args(words)
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .output()
        .expect("cargo");
    match output.status.success() {
        true => Ok(serde_json::from_slice(&output.stdout).expect("JSON")),
        false => Err(String::from_utf8_lossy(&output.stderr).into_owned()),
    }
}

/// The platform as rustc calls it.
fn host() -> String {
    let rustc = std::env::var_os("RUSTC").unwrap_or_else(|| "rustc".into());
    let output = Command::new(rustc).arg("-vV").output().expect("rustc");
    let told = String::from_utf8_lossy(&output.stdout).into_owned();
    let host = told.lines().find_map(|line| line.strip_prefix("host: "));
    host.expect("the host of rustc").to_owned()
}

fn list<'a>(value: &'a Value, key: &str) -> &'a [Value] {
    value[key].as_array().map_or(&[], Vec::as_slice)
}

fn text<'a>(value: &'a Value, key: &str) -> &'a str {
    value[key].as_str().unwrap_or_default()
}

/// Direct dependencies of all kinds.
fn direct(metadata: &Value) -> BTreeSet<String> {
    let packages = list(metadata, "packages");
    let own =
        packages.iter().find(|package| text(package, "name") == "keytrend").expect("keytrend");
    let dependencies = list(own, "dependencies").iter();
    dependencies.map(|dependency| text(dependency, "name").to_owned()).collect()
}

#[test]
fn every_dependency_has_its_reason() {
    let page = file("docs/dependencies.md");
    // `| [`name`](address) | … |`
    let named: Vec<&str> = page
        .lines()
        .filter_map(|line| line.strip_prefix("| [`")?.split_once('`').map(|(name, _)| name))
        .collect();
    let described: BTreeSet<String> = named.iter().map(|name| (*name).to_owned()).collect();
    assert_eq!(named.len(), described.len(), "docs/dependencies.md names one twice");
    let direct = direct(&metadata());
    let missing: Vec<&String> = direct.difference(&described).collect();
    let gone: Vec<&String> = described.difference(&direct).collect();
    assert!(missing.is_empty(), "docs/dependencies.md does not say why there is {missing:?}");
    assert!(gone.is_empty(), "docs/dependencies.md speaks of {gone:?}, which Cargo.toml does not");
}

/// Whether a licence expression can be met by what `allowed` holds: all sides of an `AND`, one of an `OR`.
fn is_met(expression: &str, allowed: &dyn Fn(&str) -> bool) -> bool {
    // Before SPDX expressions a slash stood for OR.
    let expression = expression.replace('/', " OR ").replace('(', " ( ").replace(')', " ) ");
    let tokens: Vec<&str> = expression.split_whitespace().collect();
    let mut at = 0;
    let met = either(&tokens, &mut at, allowed);
    met && at == tokens.len()
}

fn either(tokens: &[&str], at: &mut usize, allowed: &dyn Fn(&str) -> bool) -> bool {
    let mut met = both(tokens, at, allowed);
    while tokens.get(*at) == Some(&"OR") {
        *at += 1;
        met |= both(tokens, at, allowed);
    }
    met
}

fn both(tokens: &[&str], at: &mut usize, allowed: &dyn Fn(&str) -> bool) -> bool {
    let mut met = one(tokens, at, allowed);
    while tokens.get(*at) == Some(&"AND") {
        *at += 1;
        met &= one(tokens, at, allowed);
    }
    met
}

fn one(tokens: &[&str], at: &mut usize, allowed: &dyn Fn(&str) -> bool) -> bool {
    let Some(token) = tokens.get(*at) else { return false };
    *at += 1;
    if *token == "(" {
        let met = either(tokens, at, allowed);
        *at += 1;
        return met;
    }
    if tokens.get(*at) == Some(&"WITH") {
        let name = format!("{token} WITH {}", tokens.get(*at + 1).copied().unwrap_or_default());
        *at += 2;
        return allowed(&name);
    }
    allowed(token)
}

#[test]
fn every_licence_is_on_the_list() {
    let policy: toml::Table = toml::from_str(&file("deny.toml")).expect("deny.toml");
    let strings = |value: &toml::Value| -> BTreeSet<String> {
        let list = value.as_array().map_or(&[][..], Vec::as_slice).iter();
        list.filter_map(|item| item.as_str().map(str::to_owned)).collect()
    };
    let licences = &policy["licenses"];
    let general = strings(&licences["allow"]);
    let mut exceptions: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for exception in
        licences.get("exceptions").and_then(toml::Value::as_array).into_iter().flatten()
    {
        let name = exception["crate"].as_str().expect("the crate of an exception");
        exceptions.insert(name.to_owned(), strings(&exception["allow"]));
    }

    let metadata = metadata();
    let mut used = BTreeSet::new();
    let mut excepted = BTreeSet::new();
    let mut refused = vec![];
    for package in list(&metadata, "packages") {
        let (name, licence) = (text(package, "name"), text(package, "license"));
        let own = exceptions.get(name);
        if own.is_some() {
            excepted.insert(name.to_owned());
        }
        let allowed = |id: &str| general.contains(id) || own.is_some_and(|own| own.contains(id));
        if !is_met(licence, &allowed) {
            refused.push(format!("{name} {}: `{licence}`", text(package, "version")));
        }
        used.extend(general.iter().filter(|id| licence.contains(id.as_str())).cloned());
        // A registry, no branches of repositories: what deny.toml says under [sources].
        let source = text(package, "source");
        assert!(source.is_empty() || source.starts_with("registry+"), "{name} comes from {source}");
    }
    assert!(refused.is_empty(), "licences that deny.toml does not allow:\n{}", refused.join("\n"));
    assert_eq!(used, general, "deny.toml allows a licence that nobody uses");
    assert_eq!(excepted.len(), exceptions.len(), "deny.toml excepts a crate that is not there");
}

#[test]
fn licence_expressions() {
    let allowed = |id: &str| ["MIT", "Zlib", "Apache-2.0 WITH LLVM-exception"].contains(&id);
    for (expression, met) in [
        ("MIT", true),
        ("MIT OR GPL-3.0", true),
        ("MIT AND GPL-3.0", false),
        ("Apache-2.0/MIT", true),
        ("(GPL-3.0 OR MIT) AND Zlib", true),
        ("Apache-2.0 WITH LLVM-exception OR GPL-3.0", true),
        ("Apache-2.0", false),
        ("", false),
        ("MIT Zlib", false),
    ] {
        assert_eq!(is_met(expression, &allowed), met, "{expression}");
    }
}
