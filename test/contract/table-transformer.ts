import { actionsContract } from './table-transformer/actions'
import { chunksContract } from './table-transformer/chunks'
import { encodingsContract } from './table-transformer/encodings'
import { faultsContract } from './table-transformer/faults'
import { filesContract } from './table-transformer/files'
import { interruptionContract } from './table-transformer/interruption'
import { pairingContract } from './table-transformer/pairing'
import { randomTablesContract } from './table-transformer/random-tables'
import { readingContract } from './table-transformer/reading'
import { rowLimitContract } from './table-transformer/row-limit'
import { samplesContract } from './table-transformer/samples'
import { type MadeTransformer, transformerUnderTest } from './table-transformer/transformer-under-test'

/** What every table transformer does alike: nothing but speed tells one from the other. */
export function tableTransformerContract(name: string, make: () => Promise<MadeTransformer>): void {
  describe(`${name}, a table transformer`, () => {
    const under = transformerUnderTest(make)
    readingContract(under)
    encodingsContract(under)
    actionsContract(under)
    pairingContract(under)
    faultsContract(under)
    filesContract(under)
    rowLimitContract(under)
    describe('takes chunks as they come', () => chunksContract(under))
    describe('when it is interrupted', () => interruptionContract(under))
    describe('transforms', () => samplesContract(under))
    randomTablesContract(under)
  })
}
