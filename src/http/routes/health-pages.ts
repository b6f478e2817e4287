import type { RequestHandler } from 'express';
import type { Surface } from '../surface.ts';

export const healthPage: RequestHandler = (_request, response) => {
  response.set('Cache-Control', 'no-store').json({ status: 'alive' });
};

/** 503 with the reasons while the server cannot do its work. */
export const readyPage =
  ({ health }: Surface): RequestHandler =>
  async (_request, response) => {
    const { ready, checks } = await health.ready();
    response
      .status(ready ? 200 : 503)
      .set('Cache-Control', 'no-store')
      .json({ status: ready ? 'ready' : 'not ready', checks });
  };
