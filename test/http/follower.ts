import { once } from 'node:events';
import { type ClientRequest, type IncomingMessage, request } from 'node:http';

/** Somebody who reads an answer as it comes. */
export class Follower {
  readonly #request: ClientRequest;
  readonly response: IncomingMessage;
  #text = '';
  /** How the answer ended: whole, or cut. */
  readonly ended: Promise<'whole' | 'cut'>;

  private constructor(sent: ClientRequest, response: IncomingMessage) {
    this.#request = sent;
    this.response = response;
    response.setEncoding('utf8');
    response.on('data', (text: string) => {
      this.#text += text;
    });
    this.ended = new Promise((resolve) => {
      response.on('end', () => resolve('whole'));
      response.on('error', () => resolve('cut'));
    });
  }

  static async of(
    url: string,
    path: string,
    headers: Readonly<Record<string, string>> = {},
  ): Promise<Follower> {
    const sent = request(new URL(path, url), { agent: false, headers });
    sent.on('error', () => undefined);
    sent.end();
    const response = await new Promise<IncomingMessage>((resolve, reject) => {
      sent.on('response', resolve);
      sent.on('error', reject);
    });
    return new Follower(sent, response);
  }

  get text(): string {
    return this.#text;
  }

  /** What has come, once it fits. */
  async until(fits: (text: string) => boolean): Promise<string> {
    while (!fits(this.#text)) await once(this.response, 'data');
    return this.#text;
  }

  leave(): void {
    this.#request.destroy();
  }
}
