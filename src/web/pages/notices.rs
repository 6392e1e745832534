//! What somebody was told, and what they want to hear, where and when.

use askama::Template;

use super::{Problem, Shell};
use crate::{
    ids::ProjectId,
    notices::{Form, Kind, Said, say},
    services::views::{ChannelView, NoticesView},
    store::{StoredNotice, Wishes},
};

/// Zones that are offered by name; others can be typed.
const ZONES: [&str; 10] = [
    "Asia/Shanghai",
    "Asia/Taipei",
    "Asia/Singapore",
    "Asia/Tokyo",
    "Europe/London",
    "Europe/Paris",
    "America/New_York",
    "America/Los_Angeles",
    "Australia/Sydney",
    "UTC",
];

/// What somebody was told.
#[derive(Debug, Clone, Template)]
#[template(path = "notices.html")]
pub struct NoticesPage {
    pub shell: Shell,
    pub view: NoticesView,
}

impl NoticesPage {
    fn said(&self, notice: &StoredNotice) -> Said {
        say(self.shell.texts(), notice.kind, &notice.facts)
    }

    /// The newest one shown: marking all read leaves out what came since.
    fn last(&self) -> Option<crate::ids::NoticeId> {
        self.view.notices.first().map(|notice| notice.id)
    }
}

/// What somebody wants to hear, where and when.
#[derive(Debug, Clone, Template)]
#[template(path = "choices.html")]
pub struct ChoicesPage {
    pub shell: Shell,
    pub wishes: Wishes,
    pub channels: Vec<ChannelView>,
    pub sends_mail: bool,
    pub problem: Option<Problem>,
}

impl ChoicesPage {
    /// The kinds that can come to this person.
    fn kinds(&self) -> Vec<Kind> {
        let role = self.shell.person.as_ref().map(|person| person.role);
        Kind::ALL.into_iter().filter(|kind| role.is_some_and(|role| kind.concerns(role))).collect()
    }

    fn hears_here(&self, kind: &Kind) -> bool {
        !self.wishes.silent.contains(kind)
    }

    fn zones(&self) -> [&'static str; 10] {
        ZONES
    }

    /// An hour as a form writes it; empty where there are no quiet hours.
    fn hour(&self, until: bool) -> String {
        let Some((from, end)) = self.wishes.quiet.hours else { return String::new() };
        let minutes = if until { end } else { from };
        format!("{:02}:{:02}", minutes / 60, minutes % 60)
    }
}

/// The ways out of a project's groups.
#[derive(Debug, Clone, Template)]
#[template(path = "channels.html")]
pub struct ChannelsPage {
    pub shell: Shell,
    pub project: ProjectId,
    pub channels: Vec<ChannelView>,
    pub problem: Option<Problem>,
}

impl ChannelsPage {
    fn kinds(&self) -> [Kind; 5] {
        Kind::FOR_GROUPS
    }
}

impl Shell {
    /// The name of a kind of news.
    pub(super) fn kind_name(&self, kind: &Kind) -> String {
        self.t(match kind {
            Kind::Expiring => "news-kind-expiring",
            Kind::Expired => "news-kind-expired",
            Kind::Assigned => "news-kind-assigned",
            Kind::ReviewWanted => "news-kind-review-wanted",
            Kind::ChangesRequested => "news-kind-changes-requested",
            Kind::Approved => "news-kind-approved",
            Kind::Comment => "news-kind-comment",
            Kind::Merged => "news-kind-merged",
            Kind::SourceChanged => "news-kind-source-changed",
            Kind::Behind => "news-kind-behind",
            Kind::Trouble => "news-kind-trouble",
            Kind::Digest => "news-kind-digest",
        })
    }

    /// The name of a kind of news where it is the reader's own.
    pub(super) fn own_kind_name(&self, kind: &Kind) -> String {
        self.t(match kind {
            Kind::Expiring => "choices-kind-expiring",
            Kind::Expired => "choices-kind-expired",
            Kind::Assigned => "choices-kind-assigned",
            Kind::ReviewWanted => "choices-kind-review-wanted",
            Kind::ChangesRequested => "choices-kind-changes-requested",
            Kind::Approved => "choices-kind-approved",
            Kind::Comment => "choices-kind-comment",
            Kind::Merged => "choices-kind-merged",
            Kind::SourceChanged => "choices-kind-source-changed",
            Kind::Behind => "choices-kind-behind",
            Kind::Trouble | Kind::Digest => return self.kind_name(kind),
        })
    }

    /// The name of a form of messages.
    pub(super) fn form_name(&self, form: &Form) -> String {
        self.t(match form {
            Form::Feishu => "channel-feishu",
            Form::Wecom => "channel-wecom",
            Form::Dingtalk => "channel-dingtalk",
            Form::Slack => "channel-slack",
            Form::Json => "channel-json",
            Form::Email => "channel-email",
        })
    }

    /// The webhooks one can choose among.
    pub(super) fn webhook_forms(&self) -> [Form; 5] {
        Form::WEBHOOKS
    }

    /// How a way out fares.
    pub(super) fn channel_state(&self, channel: &ChannelView) -> String {
        if !channel.is_confirmed {
            self.t("channel-unconfirmed")
        } else if channel.parked_at.is_some() {
            self.t("channel-parked")
        } else if channel.last_error.is_some() {
            self.t("channel-failing")
        } else if channel.last_sent.is_some() {
            self.t("channel-well")
        } else {
            self.t("channel-unused")
        }
    }
}
