//! Contracts and their versions as rows.

use super::{Rows, Table, cell};
use baton_model::{Contract, ContractVersion, Kind};

pub(super) const TABLES: &[&Table] = &[
    &CONTRACT,
    &CONTRACT_VERSION,
    &CONTRACT_VERSION_CAPABILITY,
    &CONTRACT_VERSION_SENSITIVE,
];

const CONTRACT: Table = Table::record(
    Kind::Contract,
    "contract",
    &["id", "name", "team", "purpose", "compatibility", "writers"],
);
const CONTRACT_VERSION: Table = Table::record(
    Kind::ContractVersion,
    "contract_version",
    &[
        "id",
        "contract",
        "version",
        "major",
        "minor",
        "patch",
        "state",
        "notice_date",
        "sunset_date",
        "change_note",
    ],
);
const CONTRACT_VERSION_CAPABILITY: Table = Table::list(
    Kind::ContractVersion,
    "contract_version_capability",
    &["contract_version", "position", "tag"],
);
const CONTRACT_VERSION_SENSITIVE: Table = Table::list(
    Kind::ContractVersion,
    "contract_version_sensitive",
    &["contract_version", "position", "pointer", "rule"],
);

pub(super) fn contract(r: &Contract, rows: &mut Rows) {
    rows.add(
        &CONTRACT,
        vec![
            cell(&r.id),
            cell(&r.name),
            cell(&r.team),
            cell(&r.purpose),
            cell(r.compatibility),
            cell(r.writers),
        ],
    );
}

pub(super) fn contract_version(r: &ContractVersion, rows: &mut Rows) {
    // The columns are for sorting; a number beyond what the database holds sorts last.
    let number = |n: u64| cell(i64::try_from(n).unwrap_or(i64::MAX));
    let version = r.version.semver();
    rows.add(
        &CONTRACT_VERSION,
        vec![
            cell(&r.id),
            cell(&r.contract),
            cell(&r.version),
            number(version.major),
            number(version.minor),
            number(version.patch),
            cell(r.state),
            cell(&r.notice_date),
            cell(&r.sunset_date),
            cell(&r.change_note),
        ],
    );
    let id = r.id.as_str();
    rows.list(
        &CONTRACT_VERSION_CAPABILITY,
        id,
        &r.required_capabilities,
        |tag| vec![cell(tag)],
    );
    rows.list(&CONTRACT_VERSION_SENSITIVE, id, &r.sensitive, |s| {
        vec![cell(&s.pointer), cell(s.rule)]
    });
}
