// Records a view when a prefetched page is shown.
const [arrival] = window.performance.getEntriesByType('navigation');
if (arrival?.deliveryType === 'navigational-prefetch') void fetch(location.href, { method: 'HEAD' });
