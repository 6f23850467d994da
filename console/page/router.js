/**
 * Shows the view of the current path, and follows the browser's back and forward buttons. The router also
 * handles plain clicks on links.
 */

let show = () => {};

/** Starts the router. It calls `showPath` with the URL of each new path. */
export function startRouter(showPath) {
  show = () => showPath(new URL(location.href));
  addEventListener('popstate', show);
  document.addEventListener('click', (event) => {
    const link = event.target.closest?.('a[href^="/"]');
    const isPlain = event.button === 0 && !event.metaKey && !event.ctrlKey && !event.shiftKey && !event.altKey;
    if (link && isPlain && !link.target) {
      event.preventDefault();
      navigate(link.getAttribute('href'));
    }
  });
  show();
}

/** Goes to the given path. */
export function navigate(path) {
  history.pushState(null, '', path);
  show();
}

/** Replaces the query of the URL, such as `?status=failed`. The browser's history gets no new entry. */
export function replaceQuery(query) {
  const text = query.toString();
  history.replaceState(null, '', text ? `${location.pathname}?${text}` : location.pathname);
}

/**
 * Matches a path with a pattern such as `/reminders/:via/:id`. Returns the named parts, or `undefined` if the path does not
 * match.
 */
export function matchPath(pattern, path) {
  const [wanted, given] = [pattern.split('/'), path.split('/')];
  if (wanted.length !== given.length) {
    return undefined;
  }
  const params = {};
  for (const [index, part] of wanted.entries()) {
    if (part.startsWith(':')) {
      params[part.slice(1)] = decodeURIComponent(given[index]);
    } else if (part !== given[index]) {
      return undefined;
    }
  }
  return params;
}
