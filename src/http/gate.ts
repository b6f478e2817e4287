import type { Request, RequestHandler, Response } from 'express';
import { notSignedIn } from '../identity/caller.ts';
import type { Counting } from './limits.ts';
import type { Asker } from './route.ts';
import type { Surface } from './surface.ts';
import { whoAsks } from './who-asks.ts';

/** What every request goes through before anything else is read of it. */
export class Gate {
  readonly #surface: Surface;
  readonly #counting: Counting;

  constructor(surface: Surface, counting: Counting) {
    this.#surface = surface;
    this.#counting = counting;
  }

  /** For all of them, before it is known what they ask for. */
  readonly first: RequestHandler = async (request, response, next) => {
    await this.#counting.overall(request, response);
    next();
  };

  /** Lets anybody in. @throws HttpRefusal `too-many-requests` */
  async anybody(request: Request, response: Response): Promise<void> {
    await this.#counting.address(request, response);
  }

  /**
   * Lets in who shows a live credential. Anybody else learns nothing, not even what there is.
   * @throws LedgerError `not-signed-in`; HttpRefusal `too-many-requests`, `invalid-request`, `cross-site`
   */
  async signedIn(request: Request, response: Response): Promise<Asker> {
    response.set('Cache-Control', 'private, no-store');
    response.vary('Authorization').vary('Cookie');
    const asker = await whoAsks(request, this.#surface);
    if (asker !== null) {
      await this.#counting.person(request, response, asker.viewer.person);
      return asker;
    }
    await this.#counting.address(request, response);
    response.set('WWW-Authenticate', 'Bearer');
    throw notSignedIn();
  }
}
