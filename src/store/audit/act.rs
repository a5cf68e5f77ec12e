//! What can stand in the audit log. The types hold identifiers and words of ours, and nothing a person typed; the one word
//! from outside is the name of a field nobody asked for, where it is plain ([`Object::field`]).

use crate::domain::moment::Moment;
use crate::store::{Id, sha};
use std::fmt;

macro_rules! actions {
    ($($(#[$doc:meta])* $variant:ident = $word:literal;)*) => {
        /// What was done.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub enum Action { $($(#[$doc])* $variant,)* }
        impl Action {
            /// Every action.
            pub const ALL: &'static [Self] = &[$(Self::$variant,)*];
            /// The word it stands as.
            pub const fn word(self) -> &'static str { match self { $(Self::$variant => $word,)* } }
        }
    };
}
actions! {
    /// Somebody signed in.
    SignedIn = "signed-in";
    /// Somebody tried to.
    SignInRefused = "sign-in-refused";
    /// Something was asked for that the person may not see or do.
    AccessRefused = "access-refused";
    /// An organisation, a person, a project or a contract was added.
    Added = "added";
    /// A role was given.
    RoleGranted = "role-granted";
    /// A role was taken away.
    RoleRevoked = "role-revoked";
    /// An account was closed.
    AccountClosed = "account-closed";
    /// A password was chosen.
    PasswordChosen = "password-chosen";
    /// A second factor was set up.
    SecondFactorSet = "second-factor-set";
    /// A second factor was taken away.
    SecondFactorTaken = "second-factor-taken";
    /// An account elsewhere was tied to an account here.
    IdentityTied = "identity-tied";
    /// An account elsewhere was untied.
    IdentityUntied = "identity-untied";
    /// An account was opened again.
    AccountOpened = "account-opened";
    /// A token of the interface was made.
    TokenMade = "token-made";
    /// A token of the interface was ended.
    TokenEnded = "token-ended";
    /// A file was kept.
    UploadKept = "upload-kept";
    /// A file was refused.
    UploadRefused = "upload-refused";
    /// A file did not arrive whole; nothing of it is kept.
    UploadAborted = "upload-aborted";
    /// A cell was corrected on the page, or a correction taken back.
    CellCorrected = "cell-corrected";
    /// A file was read and checked: what was asked, what came of it, and the rules.
    Read = "read";
    /// A version was added.
    Drafted = "drafted";
    /// A run was kept.
    Checked = "checked";
    /// A finding was answered.
    Answered = "answered";
    /// A version was certified.
    Certified = "certified";
    /// The main contractor approved a version.
    Approved = "approved";
    /// A version is to go to another week or project.
    Moved = "moved";
    /// A firm was reminded of weeks to send.
    Reminded = "reminded";
    /// Days of a contract, or what the parties of a project agreed on, were set.
    TermsSet = "terms-set";
    /// The facts of a project were changed.
    FactsChanged = "facts-changed";
    /// A version was taken back.
    Withdrawn = "withdrawn";
    /// An officer decided.
    Determined = "determined";
    /// Data of named people was looked at.
    Viewed = "viewed";
    /// Data went out.
    Exported = "exported";
    /// A form came with a field nobody asked for; it did nothing.
    FieldIgnored = "field-ignored";
    /// The rules in force were changed.
    RulesChanged = "rules-changed";
    /// Records were destroyed at the end of their time.
    Destroyed = "destroyed";
}

/// What something was done to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Object {
    kind: &'static str,
    name: String,
}

macro_rules! objects {
    ($($(#[$doc:meta])* $name:ident = $kind:literal;)*) => {
        impl Object {
            $($(#[$doc])* pub fn $name(id: Id) -> Self { Self { kind: $kind, name: id.to_string() } })*
        }
    };
}
objects! {
    /// An organisation.
    organisation = "organisation";
    /// A person.
    person = "person";
    /// A project.
    project = "project";
    /// A contract.
    contract = "contract";
    /// A week on its way.
    upload = "upload";
    /// A version of a week.
    submission = "submission";
    /// A run.
    run = "run";
    /// A determination.
    determination = "determination";
}

impl Object {
    /// A file, by the SHA-256 of its bytes; `None` for another text.
    pub fn original(sha256: &str) -> Option<Self> {
        sha::is_digest(sha256).then(|| Self { kind: "original", name: sha256.to_owned() })
    }
}

impl Object {
    /// A field of the form of a route, both as plain words: `/people/{person}` and `role` are `people.person:role`.
    pub fn field(route: &str, name: &str) -> Self {
        let plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.');
        let route: String = route.trim_matches('/').replace('/', ".").chars().filter(|c| plain(*c)).collect();
        let name: String = name.chars().filter(|c| plain(*c)).collect();
        Self { kind: "field", name: format!("{route}:{name}") }
    }
}

impl fmt::Display for Object {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}", self.kind, self.name)
    }
}

/// Something that was done.
#[derive(Clone, Debug)]
pub struct Act<'a> {
    /// When.
    pub at: Moment,
    /// The agency whose affair it is.
    pub tenant: Option<Id>,
    /// Who did it; none where the program did.
    pub actor: Option<Id>,
    /// What.
    pub action: Action,
    /// To what.
    pub object: Object,
    /// To which version of it.
    pub version: Option<u64>,
    /// The bytes of the record that was made. Only a salted digest of them goes into the log.
    pub record: Option<&'a [u8]>,
}
