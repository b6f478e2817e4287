import { createHash } from 'node:crypto';
import { type ComponentChildren, h } from 'preact';
import { renderToString } from 'preact-render-to-string';
import type { Answer } from '../route.ts';
import { style } from './style.ts';

export interface Page {
  readonly title: string;
  /** Beside the text on a wide screen, before it on a narrow one. */
  readonly contents?: ComponentChildren;
  readonly text: ComponentChildren;
}

/** What such a page may load: nothing but the style that stands in it. */
const policy = [
  "default-src 'none'",
  `style-src 'sha256-${createHash('sha256').update(style).digest('base64')}'`,
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ');

/** A page for people, whole without client script. */
export function pageAnswer({ title, contents, text }: Page): Answer {
  const head = renderToString(
    h(
      'head',
      null,
      h('meta', { charset: 'utf-8' }),
      h('meta', { name: 'viewport', content: 'width=device-width, initial-scale=1' }),
      h('title', null, title),
    ),
  ).replace('</head>', `<style>${style}</style></head>`);
  const body = renderToString(
    h('body', contents === undefined ? { class: 'plain' } : null, skip, top, framed(contents, text)),
  );
  return {
    content: {
      type: 'text/html; charset=utf-8',
      text: `<!doctype html>\n<html lang="en">${head}${body}</html>\n`,
    },
    headers: { 'Content-Security-Policy': policy },
  };
}

const skip = h('a', { class: 'skip', href: '#text' }, 'Skip to the text');
const top = h(
  'header',
  { class: 'top' },
  h('a', { class: 'name', href: '/reference' }, 'govledger'),
  h(
    'p',
    null,
    h('a', { href: '/reference' }, 'API'),
    ' · ',
    h('a', { href: '/problems' }, 'What can be refused'),
    ' · ',
    h('a', { href: '/openapi.json' }, 'openapi.json'),
  ),
);
const main = (text: ComponentChildren): ComponentChildren => h('main', { id: 'text', tabIndex: -1 }, text);

const framed = (contents: ComponentChildren, text: ComponentChildren): ComponentChildren =>
  contents === undefined ? main(text) : h('div', { class: 'frame' }, contents, main(text));
