import * as t from 'io-ts'
import { personName } from '../body-members'
import { objectOf, someText, such, wordOf } from '../json-forms'
import { shownUser } from '../user-json'
import { userChange, userProvisioning } from '../user-routes'
import { asJson, type DescribedPath, managed, managedWithBody } from './operation'

const user = such(someText, 'jdoe')

export const userOperations: readonly DescribedPath[] = [
  {
    group: 'Management',
    path: '/management/provision/user',
    operations: {
      GET: managed({
        id: 'listUsers',
        summary: 'All users',
        answers: [{ status: 200, says: 'The users.', content: asJson(t.readonlyArray(shownUser)) }],
        problems: [],
      }),
      POST: managedWithBody(
        {
          id: 'provisionUser',
          summary: 'Provisions a user',
          answers: [
            {
              status: 201,
              says: 'The user is provisioned.',
              content: asJson(objectOf({ status: wordOf('provisioned'), user })),
            },
          ],
          problems: ['user-exists'],
        },
        userProvisioning,
      ),
    },
  },
  {
    group: 'Management',
    path: '/management/provision/user/:user',
    place: 'address',
    pieces: { user: { says: 'The name of a user.', codec: personName } },
    operations: {
      GET: managed({
        id: 'showUser',
        summary: 'Shows a user',
        answers: [{ status: 200, says: 'The user.', content: asJson(shownUser) }],
        problems: ['unknown-user'],
      }),
      PUT: managedWithBody(
        {
          id: 'ensureUser',
          summary: 'Provisions, changes or reactivates a user',
          says: 'Idempotent. Members that are absent stay as they are.',
          answers: [
            {
              status: 201,
              says: 'The user is provisioned.',
              content: asJson(objectOf({ status: wordOf('provisioned'), user })),
            },
            {
              status: 200,
              says: 'The user is as the body has it.',
              content: asJson(objectOf({ status: wordOf('changed'), user })),
            },
          ],
          problems: ['parameter-invalid', 'user-name-fixed'],
        },
        userChange,
      ),
      DELETE: managed({
        id: 'deactivateUser',
        summary: 'Deactivates a user',
        answers: [
          {
            status: 200,
            says: 'The user is deactivated.',
            content: asJson(objectOf({ status: wordOf('deactivated') })),
          },
        ],
        problems: ['unknown-user'],
      }),
    },
  },
]
