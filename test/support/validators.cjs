'use strict'

const { Ajv2020 } = require('ajv/dist/2020')
const { default: addFormats } = require('ajv-formats')

const known = new Map()

/** What the document has around its schemas. */
const documentKeywords = [
  ...['openapi', 'info', 'servers', 'tags', 'paths', 'components'],
  // Which one it is follows from the schemas, too.
  'discriminator',
]

/** Makes each validator once for all suites of a worker: that costs more than all that it is asked by one of them. */
exports.validatorsOf = (text) => {
  const validators = known.get(text) ?? make(JSON.parse(text))
  known.set(text, validators)
  return validators
}

function make(document) {
  const ajv = new Ajv2020({
    strict: true,
    strictRequired: false,
    allErrors: true,
    // The document as a whole is held against OpenAPI's own schema elsewhere.
    validateSchema: false,
  })
  addFormats(ajv)
  for (const keyword of documentKeywords) ajv.addKeyword(keyword)
  ajv.addSchema({ ...document, $id: 'document' })
  return (pointer) => {
    const validate = ajv.getSchema(`document#${pointer}`)
    if (validate === undefined) throw new Error(`the document has no schema at ${pointer}`)
    return validate
  }
}
