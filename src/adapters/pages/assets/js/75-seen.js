// A page that was fetched before anybody asked for it is recorded as seen once it is shown.
const [arrival] = window.performance.getEntriesByType('navigation');
if (arrival?.deliveryType === 'navigational-prefetch') void fetch(location.href, { method: 'HEAD' });
