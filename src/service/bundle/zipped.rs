//! A bundle as a zip: the same members give the same bytes, and a manifest names each by its digest.

use super::contents::SCHEMA;
use crate::store::sha;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::io::{Cursor, Read, Seek, Write};
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, DateTime, ZipArchive, ZipWriter};

/// The member that names the others.
const MANIFEST: &str = "manifest.json";
/// Members a bundle may have, and bytes one of them and all of them may come to.
const MOST_MEMBERS: usize = 4_096;
const LARGEST: u64 = 128 << 20;
const MOST_BYTES: u64 = 256 << 20;

/// The members of a bundle, by name.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Bundle {
    pub(super) members: BTreeMap<String, Vec<u8>>,
}

/// Why a file is no bundle, or not the one that was made.
#[derive(Debug, thiserror::Error)]
pub enum BundleFault {
    /// It cannot be read as one.
    #[error("it cannot be read as a bundle: {0}")]
    Unreadable(String),
    /// A member is another than its digest says.
    #[error("{0} is not the file that was put in: its digest differs")]
    Changed(String),
    /// A member is there that the manifest does not name, or is not there that it names.
    #[error("{0}")]
    Members(String),
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Manifest {
    schema: String,
    members: BTreeMap<String, String>,
}

impl Bundle {
    /// Puts a member in.
    pub(super) fn put(&mut self, name: impl Into<String>, bytes: impl Into<Vec<u8>>) {
        self.members.insert(name.into(), bytes.into());
    }

    /// A member.
    pub fn get(&self, name: &str) -> Option<&[u8]> {
        self.members.get(name).map(Vec::as_slice)
    }

    /// The members below a folder, by the rest of their names.
    pub(super) fn below<'a>(&'a self, folder: &'a str) -> impl Iterator<Item = (&'a str, &'a [u8])> {
        self.members.iter().filter_map(move |(name, bytes)| Some((name.strip_prefix(folder)?, bytes.as_slice())))
    }

    /// The bytes of it.
    ///
    /// # Errors
    /// [`BundleFault::Unreadable`] where it is too large for a zip.
    pub fn bytes(&self) -> Result<Vec<u8>, BundleFault> {
        let failed = |error: &dyn std::fmt::Display| BundleFault::Unreadable(error.to_string());
        let members = self.members.iter().map(|(name, bytes)| (name.clone(), sha::of(bytes))).collect();
        let manifest = Manifest { schema: SCHEMA.to_owned(), members };
        let manifest = serde_json::to_vec_pretty(&manifest).map_err(|error| failed(&error))?;
        // The same time for every member: the bytes say nothing of when they were packed.
        let options = SimpleFileOptions::default().compression_method(CompressionMethod::Deflated).last_modified_time(DateTime::default());
        let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
        let manifest = (MANIFEST, &manifest);
        for (name, bytes) in std::iter::once(manifest).chain(self.members.iter().map(|(name, bytes)| (name.as_str(), bytes))) {
            writer.start_file(name, options).map_err(|error| failed(&error))?;
            writer.write_all(bytes).map_err(|error| failed(&error))?;
        }
        Ok(writer.finish().map_err(|error| failed(&error))?.into_inner())
    }

    /// Reads one, and holds each member against its digest. Nothing is written to the disk by its name.
    ///
    /// # Errors
    /// [`BundleFault`].
    pub fn read(from: impl Read + Seek) -> Result<Self, BundleFault> {
        let failed = |error: &dyn std::fmt::Display| BundleFault::Unreadable(error.to_string());
        let mut archive = ZipArchive::new(from).map_err(|error| failed(&error))?;
        if archive.len() > MOST_MEMBERS {
            return Err(BundleFault::Unreadable(format!("it has more than {MOST_MEMBERS} members")));
        }
        let (mut members, mut all) = (BTreeMap::new(), 0);
        for at in 0..archive.len() {
            let mut member = archive.by_index(at).map_err(|error| failed(&error))?;
            let (name, mut bytes) = (member.name().map_err(|error| failed(&error))?.into_owned(), Vec::new());
            let read = member.by_ref().take(LARGEST + 1).read_to_end(&mut bytes).map_err(|error| failed(&error))?;
            all += read as u64;
            if read as u64 > LARGEST || all > MOST_BYTES {
                return Err(BundleFault::Unreadable("it unpacks to more than a bundle holds".to_owned()));
            }
            if members.insert(name.clone(), bytes).is_some() {
                return Err(BundleFault::Members(format!("{name} is there twice")));
            }
        }
        let manifest = members.remove(MANIFEST).ok_or_else(|| BundleFault::Members(format!("{MANIFEST} is not there")))?;
        let manifest: Manifest = serde_json::from_slice(&manifest).map_err(|error| failed(&error))?;
        if manifest.schema != SCHEMA {
            return Err(BundleFault::Unreadable(format!("its form is not {SCHEMA}")));
        }
        if let Some(name) = manifest.members.keys().find(|name| !members.contains_key(*name)) {
            return Err(BundleFault::Members(format!("{name} is named and not there")));
        }
        for (name, bytes) in &members {
            match manifest.members.get(name) {
                None => return Err(BundleFault::Members(format!("{name} is there and not named"))),
                Some(digest) if sha::of(bytes) != *digest => return Err(BundleFault::Changed(name.clone())),
                Some(_) => {}
            }
        }
        Ok(Self { members })
    }
}
