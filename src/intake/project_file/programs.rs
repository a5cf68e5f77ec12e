//! `[[apprenticeship]]`: what a programme allows and pays.

use super::ProjectError;
use super::scalar::{Figure, Given};
use crate::domain::apprenticeship::{ApprenticeFringe, Apprenticeship, Ratio};
use crate::domain::share::Share;
use crate::intake::toml_words::line_at;
use crate::intake::value::number::{Millionths, written};
use serde::Deserialize;
use toml::Spanned;

/// One `[[apprenticeship]]`.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawApprenticeship {
    program: Given,
    trade: Given,
    ratio: Option<Spanned<String>>,
    #[serde(default)]
    steps: Vec<Spanned<Figure>>,
    fringe: Option<RawFringe>,
}

#[derive(Clone, Copy, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(super) enum RawFringe {
    Full,
    ByProgram,
}

/// All programmes, in file order.
pub(super) fn load(raw: Vec<RawApprenticeship>, text: &str, project: &str) -> Result<Vec<Apprenticeship>, ProjectError> {
    let at = |start: usize, message: String| ProjectError::new(project, Some(line_at(text.as_bytes(), start)), message);
    let mut all = Vec::new();
    for program in raw {
        let ratio = match &program.ratio {
            None => None,
            Some(written) => Some(Ratio::parse(written.get_ref().trim()).ok_or_else(|| {
                at(written.span().start, format!("ratio is \"{}\".", written.get_ref()))
                    .help("Write apprentices to journeyworkers in whole numbers: ratio = \"1:3\".")
            })?),
        };
        let mut steps = Vec::new();
        for figure in &program.steps {
            let share = match written(figure.get_ref().0.trim()).map(crate::intake::value::number::Figure::millionths) {
                Ok(Millionths::Exact(micros)) => u32::try_from(micros).ok().and_then(Share::from_millionths),
                _ => None,
            };
            steps.push(share.ok_or_else(|| {
                at(figure.span().start, format!("the step \"{}\" is no part of one.", figure.get_ref().0))
                    .help("Write 60 percent of the journeyworker's rate as \"0.60\".")
            })?);
        }
        let fringe = program.fringe.map(|f| match f {
            RawFringe::Full => ApprenticeFringe::Full,
            RawFringe::ByProgram => ApprenticeFringe::ByProgram,
        });
        all.push(Apprenticeship { program: program.program.0, trade: program.trade.0, ratio, steps, fringe });
    }
    Ok(all)
}
