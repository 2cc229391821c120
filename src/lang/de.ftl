### What people read in the chat, in German. What is not here yet is shown as en.ftl has it, which also explains each message.
