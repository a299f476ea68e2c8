// On a phone, a list of the admin has no column heads: what they say stands in its cells (css/admin/phone.css).

const selectAll = document.getElementById("action-toggle");
const label = document.getElementById("all-on-page");
if (selectAll && label) selectAll.after(label);

for (const field of document.querySelectorAll("#result_list td > [aria-label]")) {
  field.parentElement.dataset.label = field.getAttribute("aria-label");
}
