/** The requests of a merchant's team: see postman-recipes.mjs. */
export const TEAM = {
  members_list: {},
  members_invite: { body: { email: 'colleague@shop.example', role: 'developer' } },
  members_update: { path: { id: '{{memberId}}' }, body: { role: 'support' } },
  members_unlock: { path: { id: '{{memberId}}' } },
  // Only the owner of all the member's merchants may do this; the member has created one of their own.
  members_resetSecondFactor: {
    path: { id: '{{memberId}}' },
    refused: '400',
    asserts: (pm) =>
      pm.test('says why', () => pm.expect(pm.response.json().error.reason).to.equal('second_factor_elsewhere')),
  },
  members_remove: { path: { id: '{{memberId}}' } },
};
