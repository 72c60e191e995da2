import { html, prose } from '../../../src/interfaces/http/html'

test('what comes from elsewhere is text, wherever it stands', () =>
  expect(html`<p title="${'"><script>'}">${'<b>'} ${["'", '&']}</p>`.markup).toBe(
    '<p title="&quot;&gt;&lt;script&gt;">&lt;b&gt; &#39;&amp;</p>',
  ))

test('markup stays markup', () =>
  expect(html`<ul>${[html`<li>${1}</li>`]}</ul>`.markup).toBe('<ul><li>1</li></ul>'))

test('backticks in prose are code', () =>
  expect(prose('the `a<b` of `c`').markup).toBe('the <code>a&lt;b</code> of <code>c</code>'))
