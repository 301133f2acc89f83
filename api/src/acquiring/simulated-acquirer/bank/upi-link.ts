/** The bank's VPA and name. A real UPI app cannot pay to them. */
const PAYEE_VPA = 'simulated@bank';
const PAYEE_NAME = 'Simulated Bank';

/** An NPCI deep link, as UPI apps and QR codes read it. `am` is in rupees: UPI takes INR only, two decimals. */
export function upiLink({ amount, reference }: { amount: number; reference: string }): string {
  const rupees = `${Math.trunc(amount / 100)}.${String(amount % 100).padStart(2, '0')}`;
  const name = encodeURIComponent(PAYEE_NAME);
  return `upi://pay?pa=${PAYEE_VPA}&pn=${name}&am=${rupees}&cu=INR&tr=${encodeURIComponent(reference)}`;
}
