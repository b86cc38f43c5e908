// Browsers come from the machine or from @sparticuz/chromium (test/browser/chromium.ts), never from a download at install.
module.exports = { skipDownload: true };
