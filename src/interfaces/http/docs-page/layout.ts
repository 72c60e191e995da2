import { type Html, html, trusted } from '../html'
import { styleSheet } from './style'

/** A whole page of the documentation. */
export const layout = (title: string, content: Html): string =>
  `${
    html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title}</title>
<style>${trusted(styleSheet)}</style>
</head>
<body>
${content}
</body>
</html>`.markup
  }\n`
