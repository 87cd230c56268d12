/** Users whom the features name and every instance knows. */
export const USERS = ['alice', 'bob', 'carol', 'dave', 'erin'] as const;
