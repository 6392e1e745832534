//! How the network or GitHub fails, as a test asks for.

/// Names and values.
type Headers = Vec<(String, String)>;

/// A way to fail.
#[derive(Debug, Clone)]
pub enum Fault {
    /// After so many further requests the line is cut, for all that follow.
    CutAfter(usize, Lost),
    /// The next request whose `METHOD path` contains the text gets this answer instead.
    AnswerOnce { matching: String, status: u16, headers: Headers },
}

/// What of the first request behind the cut is lost.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Lost {
    /// It never arrived.
    Request,
    /// It was done, but nobody hears of it.
    Answer,
}

/// What happens to one request.
#[derive(Debug)]
pub(super) enum Verdict {
    Serve,
    LoseRequest,
    LoseAnswer,
    Answer(u16, Headers),
}

/// An answer to the next request that matches.
struct Planned {
    matching: String,
    status: u16,
    headers: Headers,
}

#[derive(Default)]
pub(super) struct Faults {
    cut: Option<(usize, Lost)>,
    answers: Vec<Planned>,
}

impl Faults {
    pub(super) fn begin(&mut self, fault: Fault) {
        match fault {
            Fault::CutAfter(requests, lost) => self.cut = Some((requests, lost)),
            Fault::AnswerOnce { matching, status, headers } => {
                self.answers.push(Planned { matching, status, headers });
            }
        }
    }

    pub(super) fn next(&mut self, request: &str) -> Verdict {
        let matches = |planned: &Planned| request.contains(&planned.matching);
        if let Some(at) = self.answers.iter().position(matches) {
            let Planned { status, headers, .. } = self.answers.remove(at);
            return Verdict::Answer(status, headers);
        }
        match &mut self.cut {
            None => Verdict::Serve,
            Some((0, lost)) => match std::mem::replace(lost, Lost::Request) {
                Lost::Request => Verdict::LoseRequest,
                Lost::Answer => Verdict::LoseAnswer,
            },
            Some((left, _)) => {
                *left -= 1;
                Verdict::Serve
            }
        }
    }
}
