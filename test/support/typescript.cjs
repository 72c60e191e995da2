// Lets Node require TypeScript, as jest does: `node -r ./test/support/typescript.cjs test/soak/something.ts`.
const { readFileSync } = require('node:fs')
const { _extensions: extensions } = require('node:module')
const { transformSync } = require('@swc/core')
const { transform } = require('../../jest.config.js')

const [, options] = Object.values(transform)[0]
process.setSourceMapsEnabled(true)
extensions['.ts'] = (module, filename) => {
  const source = readFileSync(filename, 'utf8')
  const { code } = transformSync(source, { ...options, filename, sourceMaps: 'inline', swcrc: false })
  module._compile(code, filename)
}
