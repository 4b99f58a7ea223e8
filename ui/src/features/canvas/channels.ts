/** The ways in which requests come in, as people call them. */
import { AudioLines, Braces, File, Mail, MessageCircle, MessagesSquare, Phone } from "lucide-react";
import type { Icon } from "../../components/icon";
import type { ContactChannel } from "../../platform";

export const CHANNELS: Record<ContactChannel, { readonly name: string; readonly icon: Icon }> = {
  chat: { name: "Chat", icon: MessageCircle },
  voice: { name: "Voice", icon: Phone },
  messaging: { name: "Messaging", icon: MessagesSquare },
  ivr: { name: "Voice menu (IVR)", icon: AudioLines },
  email: { name: "Email", icon: Mail },
  file: { name: "File", icon: File },
  api: { name: "API", icon: Braces },
};
