use yiqi::{
    services::ServiceError,
    store::EventFilter,
    workflow::{Role, UiLanguage},
};

use super::{blog, kites, scenario};

#[tokio::test]
async fn roles_of_the_configuration_apply_at_sign_in_and_never_lower_one() {
    let scenario = scenario().await;
    let (workshop, yun) = (&scenario.workshop, &scenario.maintainer);
    assert_eq!(yun.role, Role::Maintainer);
    assert_eq!(scenario.proofreader.role, Role::Proofreader);
    assert_eq!(scenario.translator.role, Role::Volunteer);

    workshop.set_role(scenario.translator.id, Role::Proofreader, yun).await.unwrap();
    let again = workshop.sign_in_with_github(42, "ming", Some("小明")).await.unwrap();
    assert_eq!((again.id, again.role), (scenario.translator.id, Role::Proofreader));
    let renamed = workshop.sign_in_with_github(42, "HUA", None).await.unwrap();
    assert_eq!((renamed.login.as_str(), renamed.name.as_str()), ("HUA", "HUA"));
}

#[tokio::test]
async fn the_last_maintainer_can_be_neither_lowered_nor_shut_out() {
    let scenario = scenario().await;
    let (workshop, yun) = (&scenario.workshop, &scenario.maintainer);
    let lowered = workshop.set_role(yun.id, Role::Volunteer, yun).await;
    assert!(matches!(lowered, Err(ServiceError::LastMaintainer)));
    let blocked = workshop.set_blocked(yun.id, true, yun).await;
    assert!(matches!(blocked, Err(ServiceError::LastMaintainer)));
    workshop.set_role(scenario.proofreader.id, Role::Maintainer, yun).await.unwrap();
    workshop.set_role(yun.id, Role::Volunteer, yun).await.unwrap();
}

#[tokio::test]
async fn only_maintainers_manage_people_and_every_change_is_logged() {
    let scenario = scenario().await;
    let (workshop, ming) = (&scenario.workshop, &scenario.translator);
    assert!(matches!(workshop.all_people(ming).await, Err(ServiceError::Forbidden)));
    let raised = workshop.set_role(ming.id, Role::Maintainer, ming).await;
    assert!(matches!(raised, Err(ServiceError::Forbidden)));

    let yun = &scenario.maintainer;
    workshop.set_blocked(ming.id, true, yun).await.unwrap();
    let blocked = workshop.person(ming.id).await.unwrap().unwrap();
    assert!(blocked.blocked);
    let claim = workshop.claim(&blog(), &kites(), &blocked).await;
    assert!(matches!(claim, Err(ServiceError::Forbidden)));
    workshop.set_blocked(ming.id, false, yun).await.unwrap();

    let filter = EventFilter { limit: 2, ..EventFilter::default() };
    let events = scenario.store.events(&filter).await.unwrap();
    let told: Vec<_> = events.iter().map(|event| (event.kind.as_str(), event.actor)).collect();
    assert_eq!(told, [("unblocked", Some(yun.id)), ("blocked", Some(yun.id))]);
}

#[tokio::test]
async fn a_profile_saved_in_the_moment_of_a_block_does_not_undo_it() {
    let scenario = scenario().await;
    let (workshop, ming) = (&scenario.workshop, &scenario.translator);
    for blocked in [true, false, true, false, true] {
        let (_, _, written) = tokio::join!(
            workshop.set_profile(ming, Some(format!("ming-{blocked}")), UiLanguage::English),
            workshop.set_role(ming.id, Role::Proofreader, &scenario.maintainer),
            workshop.set_blocked(ming.id, blocked, &scenario.maintainer),
        );
        written.unwrap();
        let after = workshop.person(ming.id).await.unwrap().unwrap();
        assert_eq!((after.blocked, after.role), (blocked, Role::Proofreader));
    }
}

#[tokio::test]
async fn a_profile_takes_a_name_the_hub_would_take() {
    let scenario = scenario().await;
    let (workshop, ming) = (&scenario.workshop, &scenario.translator);
    let set =
        async |name: &str| workshop.set_profile(ming, Some(name.into()), UiLanguage::English).await;
    let known = set(" xiao-ming ").await.unwrap();
    assert_eq!(
        (known.hf_user.as_deref(), known.language),
        (Some("xiao-ming"), UiLanguage::English)
    );
    for bad in ["小明", "a", "with space", "a: b"] {
        let refused = set(bad).await;
        assert!(matches!(refused, Err(ServiceError::Invalid { field: "hf_user", .. })), "{bad}");
    }
    assert_eq!(set("  ").await.unwrap().hf_user, None);
}

#[tokio::test]
async fn a_local_person_wears_the_hat_they_choose() {
    let scenario = scenario().await;
    let sign_in = |role| scenario.workshop.sign_in_locally("lan", "兰", role);
    let first = sign_in(Role::Volunteer).await.unwrap();
    let second = sign_in(Role::Proofreader).await.unwrap();
    assert_eq!((first.id, second.role), (second.id, Role::Proofreader));
    for login in ["", " ", "a\nb", &"x".repeat(40)] {
        let refused = scenario.workshop.sign_in_locally(login, "x", Role::Volunteer).await;
        assert!(matches!(refused, Err(ServiceError::Invalid { field: "login", .. })), "{login:?}");
    }
}
