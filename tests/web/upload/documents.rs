//! A document with an answer.

use super::{contract, mended, post_form, sent_and_read};
use crate::house::on_each;
use axum::http::StatusCode;
use plumbline::service::permission::{OrganisationKind, Role};

#[test]
fn a_document_is_known_by_its_bytes_and_given_back_only_to_keep() {
    on_each(|house| async move {
        let contract = contract(&house).await;
        let clerk = house.actor(house.programme.clerk).await;
        let (upload, next) = sent_and_read(&house, &clerk, contract, "w.csv", &mended(), "k").await;
        let page = house.get(Some(&clerk), &next).await.text();
        let finding = page.split_once("<article class=\"finding not-met\" id=\"").expect("a finding").1.split('"').next().expect("an end");
        let (answer, document) = (format!("answer-{finding}"), format!("document-{finding}"));
        let path = format!("{upload}/answers");
        let page_as_pdf = [(answer.as_str(), None, &b"corrected"[..]), (&document, Some("proof.pdf"), b"<html><script>x</script>,</html>")];
        let refused = post_form(&house, &clerk, &path, &page_as_pdf).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(refused.text().contains("Upload a PDF"), "{}", refused.text());

        let pdf = b"%PDF-1.7\n1 0 obj\n";
        let sent = [(answer.as_str(), None, &b"corrected"[..]), (&document, Some("<b>.pdf"), pdf)];
        let saved = post_form(&house, &clerk, &path, &sent).await;
        assert_eq!(saved.status, StatusCode::SEE_OTHER, "{}", saved.text());
        let page = house.get(Some(&clerk), &next).await.text();
        let at = page.split_once(&format!("{upload}/documents/")).expect("a link").1.split('"').next().expect("an end");
        let link = format!("{upload}/documents/{at}");
        let got = house.get(Some(&clerk), &link).await;
        assert_eq!((got.status, got.bytes.as_slice()), (StatusCode::OK, &pdf[..]));
        let header = |name: &str| got.headers[name].to_str().expect("text").to_owned();
        assert!(header("content-disposition").starts_with("attachment; filename=\"f-"));
        assert_eq!(
            (header("content-type"), header("content-security-policy")),
            ("application/octet-stream".to_owned(), "sandbox".to_owned())
        );
        let other = house.person(None, OrganisationKind::Contractor, Role::ContractorClerk, "y@other.example").await;
        assert_eq!(house.get(Some(&other), &link).await.status, StatusCode::NOT_FOUND);
    });
}
