/** What the demo shop sells: name and price in paise. */
export const PRODUCTS = [
  ['Assam breakfast tea, 250 g', 34_900],
  ['Darjeeling first flush, 100 g', 79_900],
  ['Masala chai, 200 g', 29_900],
  ['Nilgiri green tea, 100 g', 42_500],
  ['Tulsi ginger infusion, 25 bags', 24_900],
  ['Clay cups, set of six', 59_900],
  ['Brass tea strainer', 44_900],
  ['Glass teapot, 800 ml', 149_900],
  ['Steel travel flask', 119_900],
  ['Tasting box, twelve teas', 219_900],
  ['Jaggery cubes, 500 g', 19_900],
] as const satisfies readonly (readonly [string, number])[];

/** First and last names, in pairs. */
export const PEOPLE = [
  ['Asha', 'Rao'],
  ['Rohan', 'Mehta'],
  ['Priya', 'Nair'],
  ['Arjun', 'Singh'],
  ['Meera', 'Iyer'],
  ['Kabir', 'Khan'],
  ['Ananya', 'Das'],
  ['Vikram', 'Joshi'],
  ['Lakshmi', 'Menon'],
  ['Imran', 'Sheikh'],
  ['Divya', 'Reddy'],
  ['Farhan', 'Ali'],
  ['Kavya', 'Patil'],
  ['Nikhil', 'Gupta'],
  ['Sneha', 'Kulkarni'],
  ['Tara', 'Fernandes'],
  ['Suresh', 'Pillai'],
  ['Zoya', 'Ahmed'],
  ['Manish', 'Agarwal'],
  ['Ritu', 'Chandra'],
  ['Gaurav', 'Bose'],
  ['Ishita', 'Sen'],
  ['Harish', 'Shetty'],
  ['Neha', 'Verma'],
  ['Omkar', 'Desai'],
  ['Pooja', 'Saxena'],
  ['Rahul', 'Thomas'],
  ['Sana', 'Qureshi'],
  ['Tejas', 'Naik'],
  ['Uma', 'Krishnan'],
] as const;

/** Published test cards and the networks that they belong to. */
export const CARDS = [
  [{ number: '4111111111111111', network: 'visa' }, 4],
  [{ number: '5555555555554444', network: 'mastercard' }, 3],
  [{ number: '6521111111111110', network: 'rupay' }, 2],
  [{ number: '378282246310005', network: 'amex' }, 1],
] as const;

/** Published test cards that the simulated bank declines. */
export const DECLINED_CARDS = {
  card_declined: { number: '4000000000000002', network: 'visa' },
  insufficient_funds: { number: '4000000000009995', network: 'visa' },
  expired_card: { number: '4000000000000069', network: 'visa' },
} as const;

export const BANKS = ['okaxis', 'okhdfcbank', 'oksbi', 'ybl', 'paytm'] as const;

export const REFUND_REASONS = ['Arrived broken', 'Ordered twice', 'Changed their mind', 'Out of stock'] as const;
