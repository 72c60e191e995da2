import { randomBytes } from 'node:crypto'

/** Stands in every bad input, where a careless answer would repeat it. New in every run. */
export const badMark = `zq${randomBytes(8).toString('hex')}`
