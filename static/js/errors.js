// Takes the reader to the summary of what is wrong, as a page that reloads does not.

document.querySelector(".error-summary")?.focus();
