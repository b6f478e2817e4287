import { it } from 'mocha';

/**
 * `it` for tests that need something which not every machine has; where it is missing, each is skipped under a title
 * that says what it needs: `itNeeding('the raw files in ../shared/data', existsSync(folder))`.
 */
export function itNeeding(
  need: string,
  isThere: boolean,
): (title: string, body: Mocha.AsyncFunc | Mocha.Func) => void {
  return (title, body) => {
    if (isThere) it(title, body);
    else it.skip(`${title} (needs ${need})`, body);
  };
}
