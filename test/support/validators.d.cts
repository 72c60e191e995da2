import type { ValidateFunction } from 'ajv/dist/2020'

/** The validators of the schemas in a document, given as JSON, by where they stand in it. */
export function validatorsOf(document: string): (pointer: string) => ValidateFunction
