import { bech32 } from '../../../src/infrastructure/age/bech32'

// From BIP-173, "Test vectors".
test.each([
  ['a', '', 'a12uel5l'],
  ['abcdef', '00443214c74254b635cf84653a56d7c675be77df', 'abcdef1qpzry9x8gf2tvdw0s3jn54khce6mua7lmqqqxw'],
  [
    'split',
    'c5f38b70305f519bf66d85fb6cf03058f3dde463ecd7918f2dc743918f2d',
    'split1checkupstagehandshakeupstreamerranterredcaperred2y9e3w',
  ],
])('%s and "%s" are %s', (prefix, hex, text) => {
  expect(bech32(prefix, Buffer.from(hex, 'hex'))).toBe(text)
})
