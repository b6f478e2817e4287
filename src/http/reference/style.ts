/** The one style sheet of the pages that describe the API; it stands in them, and the policy names its hash. */
export const style = `
:root {
  color-scheme: light dark;
  --page: #fdfdfc; --panel: #f2f2ee; --text: #1c1c1a; --quiet: #55554f; --line: #d2d2ca;
  --link: #0b4f9c; --get: #1a5c38; --post: #7a3e00; --delete: #8f1d1d; --focus: #b34700;
}
@media (prefers-color-scheme: dark) {
  :root {
    --page: #161614; --panel: #22221f; --text: #ecece6; --quiet: #b4b4aa; --line: #44443e;
    --link: #8ec1ff; --get: #7fd3a2; --post: #f2b06a; --delete: #ff9d9d; --focus: #ffb066;
  }
}
* { box-sizing: border-box; }
html { scroll-padding-top: 1rem; -webkit-text-size-adjust: 100%; }
body { margin: 0; background: var(--page); color: var(--text); font: 1rem/1.55 system-ui, "Segoe UI", "DejaVu Sans", sans-serif; }
a { color: var(--link); text-underline-offset: 0.15em; }
a:focus-visible, summary:focus-visible, pre:focus-visible, main:focus-visible { outline: 3px solid var(--focus); outline-offset: 2px; }
.skip { position: absolute; left: -100vw; background: var(--page); padding: 0.75rem 1rem; z-index: 2; }
.skip:focus { left: 0; }
header.top { border-bottom: 1px solid var(--line); padding: 1.25rem 1.5rem; }
header.top p { margin: 0.25rem 0 0; color: var(--quiet); }
header.top .name { font-weight: 700; font-size: 1.1rem; color: var(--text); text-decoration: none; }
.frame { display: grid; grid-template-columns: minmax(0, 18rem) minmax(0, 1fr); max-width: 84rem; margin: 0 auto; }
.frame > nav { border-right: 1px solid var(--line); }
.frame > nav > div { position: sticky; top: 0; max-height: 100vh; overflow-y: auto; padding: 1.25rem 1rem 2rem 1.5rem; }
nav h2 { font-size: 1rem; margin: 0 0 0.5rem; }
nav ul { list-style: none; margin: 0; padding: 0; }
nav details { margin: 0.15rem 0; }
nav summary { cursor: pointer; padding: 0.3rem 0; font-weight: 600; }
nav li a { display: block; padding: 0.25rem 0 0.25rem 0.9rem; text-decoration: none; font-size: 0.9rem; overflow-wrap: anywhere; }
nav li a:hover { text-decoration: underline; }
main { padding: 1.5rem 2rem 4rem; min-width: 0; }
.plain main { max-width: 48rem; margin: 0 auto; }
h1 { font-size: 1.9rem; line-height: 1.2; margin: 0.25rem 0 0.75rem; }
h2 { font-size: 1.45rem; line-height: 1.25; margin: 3rem 0 0.5rem; padding-top: 1rem; border-top: 2px solid var(--text); }
.plain h2 { font-size: 1.15rem; border: 0; margin: 1.75rem 0 0.25rem; padding: 0; }
nav h2 { border: 0; padding: 0; }
h3 { font-size: 1.15rem; line-height: 1.35; margin: 0 0 0.25rem; }
dt { margin-top: 0.5rem; } dd { margin: 0 0 0 1.25rem; }
h4 { font-size: 0.95rem; margin: 1.1rem 0 0.3rem; }
p, ul, dl { max-width: 46rem; }
article { border-top: 1px solid var(--line); margin-top: 1.5rem; padding-top: 1.25rem; }
h3 a.self, h2 a.self { color: inherit; text-decoration: none; }
h3 a.self:hover, h2 a.self:hover { text-decoration: underline; }
code, pre { font-family: ui-monospace, "Cascadia Mono", "DejaVu Sans Mono", monospace; font-size: 0.88em; }
code { overflow-wrap: anywhere; }
pre { background: var(--panel); border: 1px solid var(--line); border-radius: 4px; padding: 0.75rem 1rem; overflow-x: auto; font-size: 0.84rem; line-height: 1.5; }
.address { margin: 0.25rem 0 0.5rem; overflow-wrap: anywhere; }
.method { display: inline-block; font-weight: 700; margin-right: 0.5rem; }
.get { color: var(--get); } .post { color: var(--post); } .delete { color: var(--delete); }
.quiet { color: var(--quiet); }
table { border-collapse: collapse; width: 100%; max-width: 56rem; font-size: 0.92rem; margin: 0 0 1rem; }
.says { display: block; color: var(--quiet); }
tbody th .quiet { font-weight: 400; }
caption { text-align: left; font-weight: 700; font-size: 0.95rem; padding: 0.6rem 0 0.25rem; }
th, td { text-align: left; vertical-align: top; padding: 0.4rem 0.75rem 0.4rem 0; border-top: 1px solid var(--line); overflow-wrap: anywhere; }
thead th { border-top: 0; color: var(--quiet); font-weight: 600; }
tbody th { font-weight: 600; }
th:first-child { width: 38%; } .plain th:first-child { width: 34%; }
.codes { list-style: none; padding: 0; margin: 0; } .codes li { padding: 0.15rem 0; }
.status { font-weight: 700; }
@media (max-width: 56rem) {
  .frame { display: block; }
  .frame > nav { border-right: 0; border-bottom: 1px solid var(--line); }
  .frame > nav > div { position: static; max-height: none; padding: 0.75rem 1rem; }
  nav li a { padding: 0.45rem 0 0.45rem 0.9rem; }
  main { padding: 1rem 1rem 3rem; } header.top { padding: 1rem; }
}
@media (max-width: 40rem) {
  table, tbody, tr, th, td { display: block; } thead { position: absolute; left: -100vw; }
  tr { border-top: 1px solid var(--line); padding: 0.5rem 0; }
  tbody th, tbody td { border: 0; padding: 0.05rem 0; } th:first-child, .plain th:first-child { width: auto; }
}
@media print { nav, .skip { display: none; } .frame { display: block; } }
`;
