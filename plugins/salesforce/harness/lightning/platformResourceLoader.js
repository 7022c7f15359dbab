const loading = new Map();

/** Loads a script once for the page, however many components ask. */
export function loadScript(component, address) {
  if (!component) return Promise.reject(new Error('loadScript needs the component.'));
  if (!loading.has(address)) {
    const script = document.createElement('script');
    script.src = address;
    const loaded = new Promise((resolve, reject) => {
      script.addEventListener('load', () => resolve());
      script.addEventListener('error', () => {
        // A later call may fare better.
        loading.delete(address);
        script.remove();
        reject(new Error(`Script error: ${address}`));
      });
    });
    loading.set(address, loaded);
    document.head.append(script);
  }
  return loading.get(address);
}

/** As `loadScript`, for a style sheet. */
export function loadStyle(component, address) {
  if (!component) return Promise.reject(new Error('loadStyle needs the component.'));
  return new Promise((resolve, reject) => {
    const link = document.createElement('link');
    link.rel = 'stylesheet';
    link.href = address;
    link.addEventListener('load', () => resolve());
    link.addEventListener('error', () => reject(new Error(`Style error: ${address}`)));
    document.head.append(link);
  });
}
