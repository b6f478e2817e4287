/** Rows or digests handled between two turns of the event loop. */
export const pageRows = 1_000;

export function* pagesOf(digests: Iterable<string>): Generator<readonly string[]> {
  let page: string[] = [];
  for (const digest of digests) {
    page.push(digest);
    if (page.length < pageRows) continue;
    yield page;
    page = [];
  }
  if (page.length > 0) yield page;
}
