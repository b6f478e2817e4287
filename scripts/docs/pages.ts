import { eventsPage } from './events-page.ts';
import { populationPage } from './population-page.ts';
import { problemsPage } from './problems-page.ts';
import { rolesPage } from './roles-page.ts';

/** What `npm run docs` writes, by its file in docs/. */
export const pages: Readonly<Record<string, () => string>> = {
  'events.md': eventsPage,
  'population.md': populationPage,
  'problems.md': problemsPage,
  'roles.md': rolesPage,
};
