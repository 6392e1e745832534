//! Deliveries from GitHub: stored, then answered; worked on later.

use axum::{extract::State, http::StatusCode};

use crate::{
    services::Workshop,
    web::{failure::Failure, webhook::SignedDelivery},
};

pub(super) async fn receive(
    State(workshop): State<Workshop>,
    delivery: SignedDelivery,
) -> Result<StatusCode, Failure> {
    let is_new = workshop.receive(&delivery.id, &delivery.event, &delivery.payload).await?;
    Ok(if is_new { StatusCode::ACCEPTED } else { StatusCode::OK })
}
