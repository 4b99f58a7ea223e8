//! Tables of contracts and their versions.

use super::{count, findings_about, name_if, name_of, text, yes};
use crate::record::around::Around;
use crate::record::table::TableColumn;
use crate::record::words::{line, word};
use baton_model::{Contract, ContractState, ContractVersion, Kind, RecordKey};

pub(super) const CONTRACT: &[TableColumn] = &[
    text("name", "Name"),
    text("id", "Id"),
    text("owner", "Owner"),
    count("versions", "Versions"),
    text("newest", "Newest published"),
    count("handoffs", "Used by handoffs"),
    text("compatibility", "Compatibility"),
    text("writers", "Writers"),
    count("findings", "Findings"),
];

pub(super) fn contract(around: &Around<'_>, contract: &Contract) -> Vec<String> {
    let key = RecordKey::new(Kind::Contract, contract.id.as_str());
    let versions: Vec<&ContractVersion> = around
        .document
        .referrers(&key)
        .filter(|key| key.kind == Kind::ContractVersion)
        .filter_map(|key| around.document.find(&key.id))
        .collect();
    let published = versions
        .iter()
        .filter(|version| version.state == ContractState::Published);
    let newest = published.map(|version| &version.version).max();
    let used = around.contract(contract.id.as_str());
    vec![
        line(&contract.name),
        contract.id.to_string(),
        name_if(around, Kind::Team, contract.team.as_ref()),
        versions.len().to_string(),
        newest.map(ToString::to_string).unwrap_or_default(),
        used.map_or(0, |used| used.handoffs.values().sum::<u32>())
            .to_string(),
        word(contract.compatibility),
        word(contract.writers),
        findings_about(around, Kind::Contract, &contract.id),
    ]
}

pub(super) const CONTRACT_VERSION: &[TableColumn] = &[
    text("contract", "Contract"),
    text("version", "Version"),
    text("state", "State"),
    text("sunset_date", "Ends"),
    count("handoffs", "Used by handoffs"),
    text("capabilities", "Capabilities"),
    text("sensitive", "Sensitive"),
    text("change_note", "What changed"),
    text("id", "Id"),
    count("findings", "Findings"),
];

pub(super) fn contract_version(around: &Around<'_>, version: &ContractVersion) -> Vec<String> {
    let used = around.contract(version.contract.as_str());
    let used = used.and_then(|used| used.handoffs.get(&Some(version.version.to_string())));
    let sunset = version.sunset_date.as_ref();
    vec![
        name_of(around, Kind::Contract, &version.contract),
        version.version.to_string(),
        word(version.state),
        sunset.map(ToString::to_string).unwrap_or_default(),
        used.copied().unwrap_or(0).to_string(),
        version.required_capabilities.join(", "),
        yes(!version.sensitive.is_empty()),
        line(&version.change_note),
        version.id.to_string(),
        findings_about(around, Kind::ContractVersion, &version.id),
    ]
}
