import { apiDocument, documentBytes } from '../../src/http/openapi/document.ts';
import { routes } from '../../src/http/routes/routes.ts';
import { eventsPage } from './events-page.ts';
import { populationPage } from './population-page.ts';
import { problemsPage } from './problems-page.ts';
import { rolesPage } from './roles-page.ts';
import { verifyingPage } from './verifying-page.ts';

/** What `npm run docs` writes, by its file in docs/. */
export const pages: Readonly<Record<string, () => string>> = {
  'events.md': eventsPage,
  'openapi.json': () => documentBytes(apiDocument(routes)),
  'population.md': populationPage,
  'problems.md': problemsPage,
  'roles.md': rolesPage,
  'verifying.md': verifyingPage,
};
