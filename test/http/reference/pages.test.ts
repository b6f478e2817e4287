import { existsSync } from 'node:fs';
import { AxeBuilder } from '@axe-core/playwright';
import { expect } from 'chai';
import { after, before, describe, it } from 'mocha';
import { type Browser, chromium, type Page } from 'playwright-core';
import { apiDocument } from '../../../src/http/openapi/document.ts';
import { pageAnswer } from '../../../src/http/reference/page.ts';
import { referencePage } from '../../../src/http/reference/reference-page.ts';
import { routes } from '../../../src/http/routes/routes.ts';
import { itNeeding } from '../../it-needing.ts';
import { ServedWorld } from '../served-world.ts';

const program = process.env['CHROMIUM'] ?? '/usr/bin/chromium';
const hasChromium = existsSync(program);
const withChromium = itNeeding('Chromium', hasChromium);
const addresses = ['/reference', '/problems', '/problems/version-changed'] as const;

describe('the pages that describe the API', () => {
  let up: ServedWorld;
  let browser: Browser | null = null;
  before(async function () {
    this.timeout(60_000);
    up = await ServedWorld.open();
    if (hasChromium) browser = await chromium.launch({ executablePath: program, args: ['--no-sandbox'] });
  });
  after(async () => {
    await browser?.close();
    await up.close();
  });

  it('may load nothing but the style that stands in them', async () => {
    for (const address of addresses) {
      const { headers, body } = await up.anonymous.get(address, { accept: 'text/html' });
      expect(headers['content-security-policy']).to.match(/^default-src 'none'; style-src 'sha256-[^']+'; /);
      expect(body).not.to.match(/<script|<link|<img|\son\w+=|\sstyle=/i);
    }
  });

  it('lead nowhere that there is nothing', async () => {
    const { body } = await up.anonymous.get('/reference');
    const ids = new Set([...body.matchAll(/\sid="([^"]+)"/g)].map(([, id = '']) => id));
    const links = [...body.matchAll(/href="([^"]+)"/g)].map(([, href = '']) => href);
    expect(links.filter((href) => href.startsWith('#') && !ids.has(href.slice(1)))).to.deep.equal([]);
    for (const href of new Set(links.filter((each) => each.startsWith('/'))))
      expect((await up.anonymous.get(href)).status, href).to.equal(200);
  });

  /** The reference of some operations: what stands in it stands there for all, and the checker takes a minute for all. */
  const some = pageAnswer(
    referencePage(apiDocument(routes.filter(({ id }) => ['readProblem', 'recordConcernVote'].includes(id)))),
  );
  const html = 'text' in some.content ? some.content.text : '';

  for (const [width, colorScheme] of [
    [1280, 'light'],
    [360, 'dark'],
  ] as const)
    withChromium(
      `are accessible (WCAG 2.2 AA) and fit ${width} px, ${colorScheme}`,
      async function (this: Mocha.Context) {
        this.timeout(90_000);
        if (browser === null) return;
        const context = await browser.newContext({ viewport: { width, height: 900 }, colorScheme });
        const page = await context.newPage();
        await page.goto(`${up.served.url}/reference`);
        expect(await page.evaluate('document.documentElement.scrollWidth <= innerWidth')).to.equal(true);
        await page.keyboard.press('Tab');
        expect(await page.evaluate('document.activeElement.textContent')).to.equal('Skip to the text');
        await page.setContent(html);
        expect(await violationsOf(page)).to.deep.equal([]);
        await page.goto(`${up.served.url}/problems/version-changed`);
        expect(await violationsOf(page)).to.deep.equal([]);
        await context.close();
      },
    );
});

async function violationsOf(page: Page): Promise<readonly string[]> {
  const tags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];
  const { violations } = await new AxeBuilder({ page }).withTags(tags).analyze();
  return violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html ?? ''}`);
}
