'use strict'

const { createRequire } = require('node:module')
const { default: Runtime } = require('jest-runtime')

/** Big, without state of their own, and none of what they hand out is asked whose realm it is of. */
const packages = /^(age-encryption|ajv|ajv-formats|fast-check|inversify|jose)(\/|$)/
const ours = './validators.cjs'

/** Jest loads everything anew for each suite. These are loaded by Node, once for all suites of a worker. */
module.exports = class extends Runtime {
  requireModuleOrMock(from, name) {
    return packages.test(name) || name === ours
      ? createRequire(from)(name)
      : super.requireModuleOrMock(from, name)
  }
}
