//! The unit of the service, as systemd judges it.

use libtest_mimic::Trial;

use super::run;
use crate::support::process::binary;
use crate::support::trials;

/// The tests of this part.
pub fn trials() -> Vec<Trial> {
    trials![
        systemd_understands_the_unit,
        systemd_finds_the_unit_tight,
        the_unit_keeps_the_address_to_itself
    ]
}

/// The unit.
pub const UNIT: &str = include_str!(concat!(
    env!("CARGO_MANIFEST_DIR"),
    "/packaging/onionchat.service"
));

/// How exposed the service may be, in tenths, where 100 is everything and 20 was asked for. What is left is the
/// network, and the system's files for reading.
const EXPOSURE: u32 = 11;

/// Writes the unit into a folder, as it would be with the program at another place.
fn written(folder: &tempfile::TempDir, unit: &str) -> String {
    let path = folder.path().join("onionchat.service");
    std::fs::write(&path, unit).expect("a file");
    path.to_str().expect("UTF-8").to_owned()
}

/// Every key is one that systemd knows, and every value one that it takes. What it merely ignores it says, and
/// that is a fault as well.
async fn systemd_understands_the_unit() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let unit = UNIT.replace("/usr/bin/onionchat", binary().to_str().expect("UTF-8"));
    let verify = async |unit: &str| {
        let path = written(&folder, unit);
        let verified = tokio::process::Command::new("systemd-analyze")
            .args(["verify", "--man=no", &path])
            .output()
            .await
            .expect("systemd-analyze");
        let said = String::from_utf8_lossy(&verified.stderr).into_owned();
        (verified.status.success(), said)
    };
    assert_eq!(verify(&unit).await, (true, String::new()));
    let (_, said) = verify(&unit.replace("ProtectHome=yes", "ProtectHouse=yes")).await;
    assert!(said.contains("ProtectHouse"), "faults are seen: {said}");
}

/// How much the service could do to its computer, in systemd's own measure.
async fn systemd_finds_the_unit_tight() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let threshold = format!("--threshold={EXPOSURE}");
    let judge = ["security", "--offline=yes", "--no-pager", &threshold];
    let path = written(&folder, UNIT);
    // It ends with a failure where the threshold is exceeded.
    run("systemd-analyze", &[&judge[..], &[path.as_str()]].concat()).await;
}

/// stdout carries the address, which must not be in a journal that others read.
async fn the_unit_keeps_the_address_to_itself() {
    let lines: Vec<&str> = UNIT.lines().collect();
    for line in [
        "StandardOutput=null",
        "StandardError=journal",
        "LimitCORE=0",
        "MemorySwapMax=0",
        "UMask=0077",
    ] {
        assert!(lines.contains(&line), "no {line}");
    }
}
